"""The tests with a database, a broker and a browser of their own."""

from pathlib import Path

from ops.browser import browser
from ops.claim import claim, record_file
from ops.install import install
from ops.places import Place
from ops.processes import Keeper, read_records, reap
from ops.project import gathering_static, python_tool
from ops.services import environment, start_services, stop_services
from ops.signals import leave_interrupts_to_child

FAST = "not slow and not browser and not long"
REST = "(slow or browser) and not long"
NO_TESTS = 5


def test(place: Place, arguments: list[str]) -> int:
    """[--all] [pytest arguments]: the fast suite, or all with the browser; what takes minutes by hand: -m long -n 0"""
    every = "--all" in arguments
    chosen = [argument for argument in arguments if argument != "--all"]
    install(place, development=True)
    own = place.under("test")
    chromium, reason = browser() if every else browser(may_install=False)
    if every and reason:
        print(f"browser tests will be skipped: {reason}", flush=True)
    with claim(own, "test"):
        reap(read_records(record_file(own)))
        keeper = Keeper(record_file(own))
        try:
            urls = start_services(own, keeper, tests=True)
            env = _environment(own, urls, chromium, reason)
            with gathering_static(own, env):
                pass
            leave_interrupts_to_child()
            return _run(own, env, chosen, every=every)
        finally:
            stop_services(keeper)


def _environment(own: Place, urls: dict[str, str], chromium: str, reason: str) -> dict[str, str]:
    """Tests run as the role of web and worker; the owner's address makes their databases."""
    return {
        **environment(own, urls),
        "DATABASE_OWNER_URL": urls["DATABASE_OWNER_URL"],
        "GROUNDWORK_DEMO": "1",
        "GROUNDWORK_CHROMIUM": chromium,
        "GROUNDWORK_NO_BROWSER": reason,
        "GROUNDWORK_VENV": str(own.venv),
    }


def _run(place: Place, env: dict[str, str], chosen: list[str], *, every: bool) -> int:
    """The fast suite on two processes; then, alone, what needs the machine for itself."""
    pytest: list[str | Path] = [place.python, "-m", "pytest"]
    codes = [python_tool(place, env, [*pytest, "-m", FAST, "-n", "2", *chosen])]
    if every:
        codes.append(python_tool(place, env, [*pytest, "-m", REST, *chosen]))
    ran = [code for code in codes if code != NO_TESTS]
    return next((code for code in ran if code), 0) if ran else NO_TESTS
