"""What a person types is fetched from the open internet only: nothing reaches a listener of our own network."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from time import sleep

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from collab.calendars.fetching import FetchRefused, Rules, fetch, is_public
from collab.models import Attendance, CalendarSubscription, Meeting, Seat
from collab.tasks import read_calendar, read_calendars
from tests import factories

HOST = "calendar.example.org"


class Listener:
    """A server on loopback that counts who connects, and answers as it is told."""

    def __init__(self, answer: bytes | Callable[[ssl.SSLSocket], None] = b"", context: ssl.SSLContext | None = None):
        self.answer, self.context, self.connections = answer, context, 0
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self) -> None:
        """Until the socket is closed."""
        while True:
            try:
                plain, _peer = self.socket.accept()
            except OSError:
                return
            self.connections += 1
            try:
                self.talk(plain)
            except OSError:
                pass
            finally:
                plain.close()

    def talk(self, plain: socket.socket) -> None:
        """One answer."""
        if self.context is None:
            return
        with self.context.wrap_socket(plain, server_side=True) as secured:
            secured.recv(65_536)
            if callable(self.answer):
                self.answer(secured)
            else:
                secured.sendall(self.answer)

    def close(self) -> None:
        """No more."""
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Key and certificate of our host, which is its own authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)]), datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    file = tmp_path_factory.mktemp("tls") / "own.pem"
    plain = serialization.NoEncryption()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    file.write_bytes(pem + made.public_bytes(serialization.Encoding.PEM))
    return file


@pytest.fixture
def serving(certificate: Path) -> Iterator[Callable[..., tuple[Listener, Rules]]]:
    """Listeners that speak TLS, and rules that let just these be reached."""
    made: list[Listener] = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    def serve(answer: bytes | Callable[[ssl.SSLSocket], None], **rules: object) -> tuple[Listener, Rules]:
        listener = Listener(answer, context)
        made.append(listener)
        values = {
            "addresses": lambda host, port: ["127.0.0.1"], "permits": lambda address: True,
            "ports": frozenset({listener.port}), "ca_certs": str(certificate), "most_seconds": 2.0,
        } | rules  # fmt: skip
        return listener, Rules(**values)  # type: ignore[arg-type]

    yield serve
    for one in made:
        one.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    """Somebody who would notice a connection."""
    one = Listener()
    yield one
    one.close()


def head(body: bytes, status: str = "200 OK", more: str = "") -> bytes:
    """An answer over HTTP."""
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{more}Connection: close\r\n\r\n".encode() + body


HOSTS = (
    "127.0.0.1", "127.1", "0x7f000001", "2130706433", "0177.0.0.1", "[::1]", "[::ffff:127.0.0.1]",
    "[::ffff:100.64.0.1]", "100.64.0.1", "169.254.169.254", "[fd00:ec2::254]", "[64:ff9b::a9fe:a9fe]",
    "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[fec0::1]", "224.0.0.1", "[ff02::1]", "0.0.0.0",  # noqa: S104  nobody listens here
    "localhost", "localhost.",
    "LOCALHOST", "10.0.0.1", "192.168.1.1", "[::]", "[::127.0.0.1]", "255.255.255.255", "[fe80::1%25lo]",
)  # fmt: skip


@pytest.mark.parametrize("host", HOSTS)
def test_addresses_of_our_own_network_are_never_connected_to(listener: Listener, host: str):
    with pytest.raises(FetchRefused):
        fetch(f"https://{host}:{listener.port}/a.ics", Rules(ports=frozenset({listener.port})))
    assert listener.connections == 0


@pytest.mark.parametrize("url", [
    "http://{h}", "gopher://{h}/", "file:///etc/passwd", "ftp://{h}/", "//{h}/", "https://a@{h}/", "https://a:b@{h}/",
    "https://{h}#@ok.example", "https://{h}/\r\nHost: x", "https://{h}/ a", "https://{h}\\@ok.example/", "javascript:x",
    "https://", "https://{h}:99999/", "https://{h}:x/", "https://ok\u3002example/", "https://" + "a" * 2000,
])  # fmt: skip
def test_odd_addresses_are_never_connected_to(listener: Listener, url: str):
    with pytest.raises(FetchRefused):
        fetch(url.format(h=f"127.0.0.1:{listener.port}"), Rules(ports=frozenset({listener.port})))
    assert listener.connections == 0


@pytest.mark.parametrize("port", [22, 80, 5432, 6379, 8443])
def test_other_ports_are_refused_before_anything_is_resolved(port: int):
    def resolver(host: str, port: int) -> list[str]:
        raise AssertionError("nothing is resolved")

    with pytest.raises(FetchRefused, match="port"):
        fetch(f"https://ok.example:{port}/", Rules(addresses=resolver))


def test_a_name_that_changes_its_address_is_connected_to_where_it_was_checked(
    serving: Callable[..., tuple[Listener, Rules]], listener: Listener
):
    answers = iter([["127.0.0.1"], ["127.0.0.2"], ["127.0.0.3"]])
    asked: list[str] = []

    def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return next(answers)

    permitted = {ip_address("127.0.0.1")}
    server, rules = serving(head(b"body"), addresses=rebinding, permits=permitted.__contains__)
    assert fetch(f"https://{HOST}:{server.port}/", rules) == b"body"
    assert asked == [HOST]
    with pytest.raises(FetchRefused):
        fetch(f"https://{HOST}:{server.port}/", rules)
    assert server.connections == 1


def test_one_inner_address_among_public_ones_is_enough_to_refuse(listener: Listener):
    rules = Rules(addresses=lambda host, port: ["93.184.215.14", "127.0.0.1"], ports=frozenset({listener.port}))
    with pytest.raises(FetchRefused, match="public internet"):
        fetch(f"https://{HOST}:{listener.port}/", rules)
    assert listener.connections == 0


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Temporary", "401 No", "500 Error", "204 Nothing"])
def test_redirects_are_not_followed(serving: Callable[..., tuple[Listener, Rules]], listener: Listener, status: str):
    server, rules = serving(head(b"", status, f"Location: https://127.0.0.1:{listener.port}/\r\n"))
    with pytest.raises(FetchRefused, match=status[:3]):
        fetch(f"https://{HOST}:{server.port}/", rules)
    assert listener.connections == 0


def test_large_slow_and_packed_answers_are_cut_off(serving: Callable[..., tuple[Listener, Rules]]):
    def endless(peer: ssl.SSLSocket) -> None:
        peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n")
        while True:
            peer.sendall(b"x" * 65_536)

    def drip(peer: ssl.SSLSocket) -> None:
        peer.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            peer.sendall(b"x")
            sleep(0.1)

    def drip_head(peer: ssl.SSLSocket) -> None:
        while True:
            peer.sendall(b"H")
            sleep(0.1)

    cases = ((endless, "too large"), (drip, "too long"), (drip_head, "too long|safely"),
             (head(b"\x1f\x8b", more="Content-Encoding: gzip\r\n"), "packed"))  # fmt: skip
    for answer, reason in cases:
        server, rules = serving(answer, most_seconds=1.0, most_bytes=1_000_000)
        with pytest.raises(FetchRefused, match=reason):
            fetch(f"https://{HOST}:{server.port}/", rules)


def test_certificate_must_bear_the_name(serving: Callable[..., tuple[Listener, Rules]]):
    server, rules = serving(head(b"body"))
    assert fetch(f"webcal://{HOST}:{server.port}/a?b=c", rules) == b"body"
    with pytest.raises(FetchRefused, match="safely"):
        fetch(f"https://other.example.org:{server.port}/", rules)
    strangers = Rules(rules.addresses, rules.permits, rules.ports, None, most_seconds=2.0)
    with pytest.raises(FetchRefused, match="safely"):
        fetch(f"https://{HOST}:{server.port}/", strangers)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::ffff:93.184.215.14"])
def test_public_addresses_are_public(address: str):
    assert is_public(ip_address(address))


# -- from the address to the planned meeting ---------------------------------------------------------------------------


def calendar(*titles: str) -> bytes:
    """A file with one event a title, in three days; Lidia is invited to each."""
    day = f"{datetime.now(UTC) + timedelta(days=3):%Y%m%d}"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Test//EN"]
    for number, title in enumerate(titles):
        lines += ["BEGIN:VEVENT", f"UID:{number}", f"DTSTART:{day}T100000Z", f"SUMMARY:{title}"]
        lines += ["DESCRIPTION:Canary of a private life", "ATTENDEE:mailto:lidia@example.org", "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


@pytest.fixture
def subscribe(facilitator: Seat) -> Callable[[Listener], CalendarSubscription]:
    """A calendar that a listener serves; Lidia is known here."""
    viva = factories.organization(collaboration=facilitator.collaboration, name="Viva")
    factories.person(organization=viva, name="Lidia", email="lidia@example.org")

    def _subscribe(server: Listener) -> CalendarSubscription:
        made = CalendarSubscription(collaboration=facilitator.collaboration, name="Mine", added_by=facilitator.user)
        made.host, made.address = HOST, f"https://{HOST}:{server.port}/secret.ics"
        made.save()
        return made

    return _subscribe


def test_a_calendar_is_fetched_read_and_planned_and_an_answer_that_fails_takes_nothing_away(
    serving: Callable[..., tuple[Listener, Rules]], subscribe: Callable[[Listener], CalendarSubscription]
):
    asked: list[bytes] = []
    answers = [head(calendar("Talk", "Visit")), head(b"", "500 Error"), head(b"no calendar"), head(calendar("Later"))]

    def serve(peer: ssl.SSLSocket) -> None:
        peer.sendall(answers[len(asked)])
        asked.append(b"")

    server, rules = serving(serve)
    mine, seen = subscribe(server), []
    for _answer in answers:
        read_calendar(mine, rules)
        mine.refresh_from_db()
        titles = sorted(Meeting.objects.values_list("topics", flat=True))
        seen.append((titles, bool(mine.error), mine.read_at is not None))
    assert seen == [
        (["Talk", "Visit"], False, True), (["Talk", "Visit"], True, True), (["Talk", "Visit"], True, True),
        (["Later"], False, True),
    ]  # fmt: skip
    talk = Meeting.objects.get()
    assert ([one.person.name for one in talk.invited.all()], talk.is_held, talk.summary) == (["Lidia"], False, "")
    assert Attendance.objects.count() == 0


def test_the_timed_job_reaches_no_listener_of_our_own_network(
    listener: Listener, subscribe: Callable[[Listener], CalendarSubscription]
):
    mine = subscribe(listener)
    for address in (f"https://127.0.0.1:{listener.port}/", "https://127.0.0.1/", "https://localhost/"):
        mine.address, mine.tried_at = address, None
        mine.save()
        read_calendars()
        mine.refresh_from_db()
        assert mine.error
        assert mine.tried_at is not None
    assert listener.connections == 0
    assert Meeting.objects.count() == 0
