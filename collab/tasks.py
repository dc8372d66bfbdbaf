"""Jobs of the ground floor: the outbox."""

import logging

from celery import shared_task
from django.db import OperationalError, transaction
from kombu.exceptions import OperationalError as BrokerError

from collab.models import OutboxMail

logger = logging.getLogger(__name__)
SECONDS_OF_A_HINT = 60  # the timed run comes sooner than that
MOST_IN_ONE_RUN = 20  # one slow mail server must not outlast the job's time limit; the next run takes the rest


@shared_task(
    name="collab.deliver_mail",
    ignore_result=True,
    autoretry_for=(OperationalError,),
    retry_backoff=True,
    max_retries=5,
)
def deliver_mail() -> None:
    """Send what waits, one by one; two runs at once share the work and send nothing twice."""
    sent = 0
    while sent < MOST_IN_ONE_RUN and OutboxMail.send_one():
        sent += 1
    if sent:
        logger.info("handled %s mails of the outbox", sent)


def deliver_soon(*, is_urgent: bool = False) -> None:
    """Hint that mail waits, once it is committed. The timed run finds it without the hint, only later."""
    transaction.on_commit(lambda: _hint(is_urgent=is_urgent), robust=True)


def _hint(*, is_urgent: bool) -> None:
    try:
        deliver_mail.apply_async(expires=SECONDS_OF_A_HINT)
    except (BrokerError, OSError):
        logger.warning("the broker took no hint that mail waits")
        if is_urgent:
            deliver_mail()
