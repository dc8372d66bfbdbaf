"""The outbox: written with what it tells, sent once, kept when the broker or the mail server is away."""

import logging
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core import mail as sent
from django.core.cache import cache
from django.test import Client

from collab.models import OutboxMail
from collab.models.mail import MAX_ATTEMPTS
from collab.tasks import deliver_mail, deliver_soon
from tests import factories
from tests.brokers import use_broker


def put(**values: Any) -> OutboxMail:
    """A waiting mail."""
    return OutboxMail.put(**{"key": "seat:1", "to": "a@example.org", "subject": "Hello", "body": "Text"} | values)


@pytest.fixture
def files(settings: LazySettings, tmp_path: Path) -> Path:
    """Mail goes to files, as in the demo."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = settings.MAIL_DIR = str(tmp_path)
    return tmp_path


def test_mail_is_delivered_once_with_one_message_id(db: None, files: Path) -> None:
    mail = put()
    deliver_mail()
    deliver_mail()
    written = [message_from_bytes(file.read_bytes()) for file in files.iterdir()]
    assert len(written) == 1
    assert written[0].get_all("Message-ID") == [mail.message_id]
    mail.refresh_from_db()
    assert mail.sent_at is not None
    assert mail.attempts == 1


def test_same_key_is_the_same_mail(db: None) -> None:
    assert put().pk == put(subject="Other").pk
    deliver_mail()
    assert [one.subject for one in sent.outbox] == ["Hello"]


def test_all_that_waits_is_sent_oldest_first(db: None) -> None:
    for number in range(25):
        put(key=f"seat:{number}", subject=f"{number}")
    deliver_mail()
    assert [one.subject for one in sent.outbox] == [str(number) for number in range(20)]
    deliver_mail()
    assert len(sent.outbox) == 25


def test_mail_server_away_is_written_down_and_tried_later(db: None, settings: LazySettings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    mail = put()
    deliver_mail()
    mail.refresh_from_db()
    assert (mail.sent_at, mail.attempts) == (None, 1)
    assert "refused" in mail.last_error.lower()
    assert OutboxMail.objects.waiting().count() == 0  # its pause has begun


def test_mail_is_given_up_in_the_end(db: None) -> None:
    OutboxMail.objects.filter(pk=put().pk).update(attempts=MAX_ATTEMPTS)
    deliver_mail()
    assert sent.outbox == []


def test_code_is_forgotten_once_it_is_sent_and_an_invitation_is_not(db: None) -> None:
    code, invitation = put(key="account:1", body="secret code"), put(key="seat:2")
    deliver_mail()
    assert sent.outbox[0].body == "secret code"
    code.refresh_from_db()
    invitation.refresh_from_db()
    assert (code.body, invitation.body) == ("", "Text")


@pytest.mark.parametrize("subject", ["a\r\nBcc: c@example.org", "a\nb", "\x1b[2Jred", "x" * 300])
def test_subject_stays_one_line(db: None, subject: str) -> None:
    put(subject=subject)
    deliver_mail()
    assert "\n" not in sent.outbox[0].subject
    assert sent.outbox[0].recipients() == ["a@example.org"]


@pytest.mark.django_db(transaction=True)
def test_broker_away_fails_no_page_and_sends_what_somebody_waits_for(
    transactional_db: None, no_broker: None, caplog: pytest.LogCaptureFixture
) -> None:
    factories.user(email="maria@example.org")
    with caplog.at_level(logging.WARNING, logger="collab.tasks"):
        assert Client().post("/account/login/code/", {"email": "maria@example.org"}).status_code == 302
    assert [one.to for one in sent.outbox] == [["maria@example.org"]]
    assert [record.message for record in caplog.records] == ["the broker took no hint that mail waits"]
    put()
    deliver_soon()
    assert OutboxMail.objects.waiting().count() == 1


@pytest.fixture
def no_broker() -> Any:
    """A broker address where nobody listens."""
    before = use_broker("redis://127.0.0.1:1/0", {"socket_connect_timeout": 1, "max_retries": 0})
    yield
    use_broker(*before)
    cache.clear()  # limits are no model, so a test that commits leaves them behind


def test_demo_shows_the_mail(client: Client, db: None, files: Path, settings: LazySettings) -> None:
    settings.DEMO = True
    assert "No mail yet" in client.get("/demo/mail/").content.decode()
    mail = put(subject="Hello <b>María</b>", body="Open http://127.0.0.1/account/login/\n<script>x</script>")
    deliver_mail()
    assert "Hello &lt;b&gt;María&lt;/b&gt;" in client.get("/demo/mail/").content.decode()
    text = client.get(f"/demo/mail/{mail.message_id.strip('<>')}/").content.decode()
    assert 'href="http://127.0.0.1/account/login/"' in text
    assert "&lt;script&gt;" in text
    assert client.get("/demo/mail/..%2f..%2fetc%2fpasswd/").status_code == 404
    assert client.get("/demo/mail/other/").status_code == 404
