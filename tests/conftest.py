"""Every test runs as the role that web and worker run as; only making the database is left to its owner."""

import atexit
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from typing import Any

import dj_database_url
import pytest
from django.conf import settings
from django.db import connection
from django.db.backends.signals import connection_created
from django.test import Client, TransactionTestCase
from hypothesis import HealthCheck
from hypothesis import settings as examples

from collab.models import Collaboration, Seat, User
from collab.signed_in import BEGAN, SEEN
from tests import factories

# pages name static files as they are; collecting and hashing them belongs to starting the product
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
settings.STATIC_ROOT = tempfile.mkdtemp(prefix="groundwork-static-")
atexit.register(shutil.rmtree, settings.STATIC_ROOT, ignore_errors=True)
# a busy machine is no fault of the product: no test is timed
examples.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
examples.load_profile("untimed")
_as_owner = True


def _take_role(sender: Any, connection: Any, **kwargs: Any) -> None:
    if not _as_owner:
        with connection.cursor() as cursor:
            cursor.execute("SET ROLE groundwork")


connection_created.connect(_take_role, dispatch_uid="tests.role")


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """The owner makes the test database; its name is its own where several suites share one server."""
    owner = dj_database_url.parse(os.environ.get("DATABASE_OWNER_URL") or os.environ["DATABASE_URL"])
    here = connection.settings_dict
    here.update({key: owner[key] for key in ("USER", "PASSWORD", "HOST", "PORT")})
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    here["TEST"]["NAME"] = os.environ.get("GROUNDWORK_TEST_DB", "test_groundwork") + (worker and f"_{worker}")


@pytest.fixture(autouse=True)
def _run_as_groundwork(request: pytest.FixtureRequest, _django_db_marker: None) -> Iterator[None]:
    """Switch to the running role once the database stands."""
    global _as_owner
    asked = {"db", "transactional_db", "live_server"} & set(request.fixturenames)
    if not asked and not request.node.get_closest_marker("django_db"):
        yield
        return
    if asked:
        request.getfixturevalue("db" if asked == {"db"} else "transactional_db")
    _as_owner = False
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE groundwork")
    yield
    _as_owner = True
    if connection.connection and not connection.connection.closed and not connection.needs_rollback:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")


_flush = TransactionTestCase._fixture_teardown


def _flush_as_owner(self: TransactionTestCase) -> None:
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    _flush(self)


TransactionTestCase._fixture_teardown = _flush_as_owner


@pytest.fixture
def collaboration(db: None) -> Collaboration:
    """One collaboration with a backbone."""
    return factories.collaboration()


@pytest.fixture
def coordinator(collaboration: Collaboration) -> Seat:
    """A coordinator's seat in it."""
    return factories.seat(collaboration=collaboration, role="coordinator")


@pytest.fixture
def facilitator(collaboration: Collaboration) -> Seat:
    """A facilitator's seat in it."""
    return factories.seat(collaboration=collaboration, role="facilitator")


@pytest.fixture
def funder(collaboration: Collaboration) -> Seat:
    """A funder's seat in it."""
    return factories.seat(collaboration=collaboration, role="funder")


@pytest.fixture
def stranger(db: None) -> User:
    """Somebody with a seat elsewhere only."""
    return factories.seat(collaboration=factories.collaboration(name="Elsewhere"), role="coordinator").user


@pytest.fixture
def sign_in() -> Any:
    """`sign_in(seat_or_user)` gives a signed-in client."""

    def _sign_in(who: Seat | User) -> Client:
        client = Client()
        client.force_login(who.user if isinstance(who, Seat) else who)
        session = client.session  # as collab.signed_in.begin_session leaves it, so that no first page writes
        session[BEGAN] = session[SEEN] = time.time()
        session.save()
        return client

    return _sign_in
