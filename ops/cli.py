"""The verbs of ./dev, and the one place where trouble becomes a line and an exit code."""

import subprocess
import sys
from collections.abc import Callable

from ops.backup import backup, restore
from ops.bench import bench
from ops.check import check
from ops.errors import Trouble, os_trouble
from ops.lock import lock
from ops.manage import manage
from ops.places import Place, here
from ops.shots import shots
from ops.signals import Stopped, stop_when_asked
from ops.status import down, status
from ops.storm import storm
from ops.test import test
from ops.up import up

Verb = Callable[[Place, list[str]], int]
VERBS: tuple[Verb, ...] = (up, down, status, manage, test, check, bench, storm, lock, backup, restore, shots)


def main(arguments: list[str]) -> int:
    """Find the verb and run it."""
    verbs = {verb.__name__: verb for verb in VERBS}
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(overview())
        return 0
    verb = verbs.get(arguments[0])
    stop_when_asked()
    try:
        if verb is None:
            raise Trouble(f"no verb {arguments[0]!r}: choose {', '.join(verbs)}", code=2)
        return verb(here(), arguments[1:])
    except Trouble as trouble:
        return _say(trouble)
    except OSError as error:
        return _say(os_trouble(error))
    except subprocess.CalledProcessError as error:
        return _say(Trouble(f"{error.cmd[0]} failed with code {error.returncode}"))
    except Stopped:
        return 130


def overview() -> str:
    lines = [f"  {verb.__name__:<9}{(verb.__doc__ or '').splitlines()[0]}" for verb in VERBS]
    return "\n".join(["Groundwork: ./dev VERB [options]", *lines])


def _say(trouble: Trouble) -> int:
    sys.stdout.flush()
    print(f"./dev: {trouble}", file=sys.stderr, flush=True)
    return trouble.code
