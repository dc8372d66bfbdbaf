"""A process that sends mail as the worker does, to be killed; what left is counted from the mail itself."""

import os
import re
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from time import sleep
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from collab.models import OutboxMail

SEND = """
import django; django.setup()
from collab.models import OutboxMail
while OutboxMail.send_one(): pass
"""


def worker(folder: Path, program: str = SEND) -> subprocess.Popen[str]:
    """A process on the database of the test; its mail goes into the folder."""
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    env = os.environ | {
        "DATABASE_URL": url, "GROUNDWORK_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "collab.settings",
        "GROUNDWORK_ORIGIN": "https://groundwork.example.org",
    }  # fmt: skip
    return subprocess.Popen([sys.executable, "-c", program], env=env, cwd=settings.BASE_DIR, text=True)


def letters(folder: Path) -> str:
    """All mail that left."""
    return b"".join(file.read_bytes() for file in (folder / "mail").glob("*")).decode()


def told(folder: Path) -> Counter[str]:
    """How many copies of each mail left, by its message id."""
    return Counter(re.findall(r"^Message-ID: (\S+)", letters(folder), re.MULTILINE))


def done(folder: Path) -> int:
    """How far the work is: mails queued and mails that left."""
    return OutboxMail.objects.count() + sum(told(folder).values())


def kill_after(one: subprocess.Popen[str], folder: Path, more: int) -> bool:
    """Kill a worker once it has done so much more, a little later; False when it was ready before."""
    begun = done(folder)
    while one.poll() is None and done(folder) < begun + more:
        sleep(0.01)
    one.send_signal(signal.SIGKILL)
    return one.wait() == -signal.SIGKILL
