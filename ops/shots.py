"""Screenshots of every page, made against the running stack or one started for them."""

import socket

from ops.browser import browser
from ops.claim import facts, is_ready
from ops.errors import Trouble
from ops.install import install
from ops.places import Place
from ops.project import python_tool
from ops.services import environment, given_urls
from ops.up import stack


def shots(place: Place, arguments: list[str]) -> int:
    """every page at 320, 768 and 1280 px, light, dark and print, as pictures in var/shots"""
    install(place, development=True)
    chromium, reason = browser()
    if not chromium:
        raise Trouble(reason)
    if is_ready(place):
        said = facts(place)
        return _take(place, environment(place, {**given_urls(), **said["urls"]}), said["port"], chromium, arguments)
    port = _free_port()
    with stack(place, port, demo=True) as (_keeper, started):
        return _take(place, started.env, port, chromium, arguments)


def _take(place: Place, env: dict[str, str], port: int, chromium: str, arguments: list[str]) -> int:
    own = {**env, "GROUNDWORK_URL": f"http://127.0.0.1:{port}", "GROUNDWORK_CHROMIUM": chromium}
    return python_tool(place, own, [place.python, "-m", "tests.browser.shots", *arguments])


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])
