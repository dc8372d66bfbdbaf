"""The mail of the demo, read back from the files that it was written to."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings

MOST_SHOWN = 100
END_OF_MAIL = b"-" * 79  # how Django's mail files are cut


@dataclass(frozen=True)
class Mail:
    """One mail as a person reads it; `key` is its Message-ID without brackets."""

    key: str
    to: str
    subject: str
    sent_at: datetime | None
    body: str


def mails() -> list[Mail]:
    """The newest mails, newest first."""
    folder = Path(settings.MAIL_DIR)
    files = sorted(folder.glob("*.log"), key=lambda file: file.stat().st_mtime, reverse=True)[:MOST_SHOWN]
    return [mail for file in files for mail in reversed(list(_mails_in(file)))]


def _mails_in(file: Path) -> Iterator[Mail]:
    for part in file.read_bytes().split(END_OF_MAIL):
        if part.strip():
            yield _mail(message_from_bytes(part.lstrip(b"\n"), policy=policy.default))


def _mail(message: EmailMessage) -> Mail:
    body = message.get_body(("plain",))
    return Mail(
        key=str(message["Message-ID"] or "").strip("<> "),
        to=str(message["To"] or ""),
        subject=str(message["Subject"] or ""),
        sent_at=parsedate_to_datetime(str(message["Date"])) if message["Date"] else None,
        body=body.get_content() if body else "",
    )
