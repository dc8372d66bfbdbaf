"""A whole installation with a PostgreSQL and a Valkey of its own, made to be killed."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ops.postgres import OWNER, RUN, Cluster, start_postgres
from tests.browser.stack import Stack, wait_for
from tests.browser.visitor import Visitor, newest_mail, sign_in_by_code

FACILITATOR = "facilitator@example.org"


class OwnStack(Stack):
    """Also its database server can be killed; it waits for the disk, as in production."""

    cluster: Cluster

    def start(self, *names: str) -> None:
        """Start postgres as well."""
        if "postgres" in names:
            self.cluster = start_postgres(self.place, self.keeper)
            self.urls["DATABASE_URL"] = self.cluster.url(RUN)
            self.urls["DATABASE_OWNER_URL"] = self.cluster.url(OWNER)
        super().start(*(name for name in names if name != "postgres"))

    def data_folders(self) -> list[Path]:
        """What lies outside of our own folder where that one is closed to PostgreSQL's user."""
        home = Path(self.cluster.ask("SHOW data_directory")).parents[1]
        return [one for one in {home, self.cluster.socket} if self.folder not in (one, *one.parents)]


@pytest.fixture(scope="module")
def stack() -> Iterator[OwnStack]:
    """With the demo, scored."""
    # not below the folder of pytest, which only its own user may enter: PostgreSQL never runs as root
    folder = Path(tempfile.mkdtemp(prefix="groundwork-storm-"))
    folder.chmod(0o711)
    here, elsewhere = OwnStack(folder), []
    try:
        here.start("postgres", "valkey")
        elsewhere = here.data_folders()
        here.prepare()
        here.start("web", "worker", "beat")
        here.wait_until_fresh(60)
        yield here
    finally:
        here.stop()
        for one in (folder, *elsewhere):
            shutil.rmtree(one, ignore_errors=True)


@pytest.fixture(scope="module")
def visitor(stack: OwnStack) -> Visitor:
    """The facilitator of the demo, signed in by a code that came by mail."""
    one, begun = Visitor(stack.url), time.time()

    def mail() -> str:
        text = wait_for(lambda: newest_mail(stack.mail, FACILITATOR, after=begun), 30, "no mail with a code came")
        return str(text)

    sign_in_by_code(one, FACILITATOR, mail)
    return one
