"""Fetches an address that a person typed without ever reaching into our own network.

The name is resolved once, every address it has must be a public one, and the connection goes to just that address, so
a name that resolves differently the second time changes nothing. No redirects, no proxy, one scheme, one port, limits
on size and time.
"""

import socket
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from threading import Timer
from time import monotonic
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from urllib3.connection import HTTPSConnection
from urllib3.exceptions import HTTPError

Address = IPv4Address | IPv6Address
MOST_BYTES = 5_000_000
MOST_SECONDS = 10.0
LONGEST_URL = 1000
CHUNK = 65_536
OK = 200
# public by their number, yet they lead back: carrier networks, and addresses that carry another one inside
CARRYING = tuple(
    ip_network(net)
    for net in (
        "100.64.0.0/10", "192.88.99.0/24", "64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16", "fec0::/10",
        "::/96",
    )
)  # fmt: skip


class FetchRefused(Exception):
    """An address that is not fetched, with the reason for the person who typed it."""


def system_addresses(host: str, port: int) -> list[str]:
    """All addresses of a name, as the system resolves it."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise FetchRefused(_("This host does not exist.")) from None
    return [str(one[4][0]) for one in found]


def is_public(address: Address) -> bool:
    """Whether an address lies in the open internet, and so does what it may carry inside."""
    inner = getattr(address, "ipv4_mapped", None)
    if inner is not None:
        return is_public(inner)
    if any(address.version == net.version and address in net for net in CARRYING):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


@dataclass(frozen=True)
class Rules:
    """What may be fetched, and how names become addresses; tests replace what needs the world outside."""

    addresses: Callable[[str, int], list[str]] = system_addresses
    permits: Callable[[Address], bool] = is_public
    ports: frozenset[int] = frozenset({443})
    ca_certs: str | None = None
    most_bytes: int = MOST_BYTES
    most_seconds: float = MOST_SECONDS


@dataclass(frozen=True)
class Target:
    """Where a connection goes: the checked address, and the name that its certificate must bear."""

    host: str
    port: int
    path: str
    address: str


STRICT = Rules()


def fetch(url: str, rules: Rules = STRICT) -> bytes:
    """The body of a public https address. Raises FetchRefused with a reason that may be shown."""
    target = resolve(url, rules)
    connection = HTTPSConnection(
        target.address, target.port, timeout=rules.most_seconds, server_hostname=target.host,
        assert_hostname=target.host, cert_reqs="CERT_REQUIRED", ca_certs=rules.ca_certs,
    )  # fmt: skip
    deadline = monotonic() + rules.most_seconds
    cut = Timer(rules.most_seconds, _hang_up, [connection])
    cut.start()
    try:
        return _body(connection, target, deadline, rules)
    except (OSError, HTTPException, HTTPError, ValueError):
        if monotonic() >= deadline:
            raise FetchRefused(_("The server took too long to answer.")) from None
        raise FetchRefused(_("The server could not be reached safely.")) from None
    finally:
        cut.cancel()
        connection.close()


def resolve(url: str, rules: Rules = STRICT) -> Target:
    """Where an address leads, once everything about it is checked. Raises FetchRefused."""
    if len(url) > LONGEST_URL or not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        raise FetchRefused(_("This is no address of a calendar."))
    try:
        parts = urlsplit(url.replace("webcal://", "https://", 1))
        port = parts.port or 443
    except ValueError:
        raise FetchRefused(_("This is no address of a calendar.")) from None
    if parts.scheme != "https" or not parts.hostname or "@" in parts.netloc:
        raise FetchRefused(_("The address must begin with https:// and hold no name or password."))
    if port not in rules.ports:
        raise FetchRefused(_("Only the usual port of https is fetched."))
    addresses = rules.addresses(parts.hostname, port)
    if not addresses or not all(_is_permitted(one, rules) for one in addresses):
        raise FetchRefused(_("This address does not lie in the public internet."))
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.hostname, port, path, addresses[0])


def _is_permitted(address: str, rules: Rules) -> bool:
    try:
        return rules.permits(ip_address(address))
    except ValueError:
        return False


def _body(connection: HTTPSConnection, target: Target, deadline: float, rules: Rules) -> bytes:
    host = target.host if target.port == 443 else f"{target.host}:{target.port}"  # noqa: PLR2004  the port of https
    connection.request(
        "GET", target.path, preload_content=False, decode_content=False,
        headers={"Host": host, "Accept": "text/calendar", "Accept-Encoding": "identity", "User-Agent": "Groundwork"},
    )  # fmt: skip
    response = connection.getresponse()
    if response.status != OK:
        raise FetchRefused(_("The server answered with %(status)s.") % {"status": response.status})
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise FetchRefused(_("The server answered with a packed file."))
    body = bytearray()
    while chunk := response.read1(CHUNK, decode_content=False):
        body += chunk
        if len(body) > rules.most_bytes:
            raise FetchRefused(_("The calendar is too large."))
        if monotonic() >= deadline:
            raise FetchRefused(_("The server took too long to answer."))
    return bytes(body)


def _hang_up(connection: HTTPSConnection) -> None:
    """End whatever the server still drips."""
    if connection.sock is not None:
        try:
            connection.sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            connection.sock.close()
