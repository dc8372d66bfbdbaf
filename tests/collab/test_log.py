"""What a log may hold: a row that the database refuses is quoted nowhere, neither by us nor by the server itself."""

import logging
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from collab.models import Meeting
from tests import factories

SECRET = "Zanzibarquokka"
TEXT = f"{SECRET}\n\nof two paragraphs"


@login_not_required
def refused(request: HttpRequest) -> HttpResponse:
    """A view that opens a private note and then writes what the database refuses."""
    meeting = Meeting.objects.get()
    assert SECRET in meeting.private_note
    Meeting.objects.filter(pk=meeting.pk).update(kind=SECRET[:1], summary=TEXT, version=-1)
    return HttpResponse()


urlpatterns = [path("refused/", refused)]
handler500 = "collab.http.server_error"


def lines_of(records: list[logging.LogRecord]) -> str:
    """The records as the handler of the product writes them."""
    (handler,) = [one for one in logging.getLogger().handlers if one.name == "stderr"]
    return "\n".join(handler.format(one) for one in records)


@pytest.fixture
def answered(db: None, caplog: Any) -> tuple[str, str, list[logging.LogRecord]]:
    """The page of the error, the log of it, and its records."""
    factories.meeting(factories.organization(), note=f"{SECRET} note")
    with override_settings(ROOT_URLCONF=__name__), transaction.atomic():
        answer = Client(raise_request_exception=False).get("/refused/")
        transaction.set_rollback(True)
    assert answer.status_code == 500
    return answer.content.decode(), lines_of(caplog.records), caplog.records


def test_error_page_and_log_do_not_quote_the_row_that_was_refused(answered):
    page, log, records = answered
    assert SECRET not in page
    assert any(SECRET in str(one.exc_info) for one in records)  # the error itself quotes it
    assert "IntegrityError" in log
    assert "Traceback" in log
    assert SECRET not in log
    assert "of two paragraphs" not in log


def test_the_server_quotes_neither_a_row_nor_a_statement(db: None):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('log_error_verbosity'), current_setting('log_min_error_statement')")
        assert cursor.fetchone() == ("terse", "panic")


def test_an_error_of_a_task_is_written_without_what_it_quotes(db: None):
    meeting = factories.meeting(factories.organization())
    try:
        with transaction.atomic():
            Meeting.objects.filter(pk=meeting.pk).update(topics=SECRET, version=-1)
        raise AssertionError("the database took it")
    except IntegrityError as error:
        said = f"Task metrics.score raised unexpected: {error!r}"
        record = logging.LogRecord("celery", 40, "", 0, said, None, (type(error), error, error.__traceback__))
    assert SECRET in said
    assert SECRET not in lines_of([record])
    assert settings.CELERY_WORKER_HIJACK_ROOT_LOGGER is False
