"""Jobs of the ground floor: the outbox, the daily digest, calendars that are read, answers that are let go."""

import logging
from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.db import OperationalError, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerError

from collab.calendars.fetching import STRICT, FetchRefused, Rules, fetch
from collab.calendars.planning import take_over
from collab.calendars.reading import CalendarRefused
from collab.models import ApiAnswer, CalendarSubscription, OutboxMail
from collab.models.tokens import KEPT_HOURS
from collab.reminders import digests, remind

logger = logging.getLogger(__name__)
SECONDS_OF_A_HINT = 60  # the timed run comes sooner than that
MOST_CALENDARS = 4  # in one run: a slow server may take ten seconds
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
    if sent == MOST_IN_ONE_RUN:
        deliver_soon()  # more may wait, such as the invitations of a whole survey


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


@shared_task(
    name="collab.remind",
    ignore_result=True,
    autoretry_for=(OperationalError,),
    retry_backoff=True,
    max_retries=5,
)
def remind_all() -> None:
    """Queue the digests whose hour has come. Each is one write, so a run that is cut off is finished by the next."""
    if not settings.ORIGIN:
        logger.warning("no reminders were queued: GROUNDWORK_ORIGIN is not set, so links would lead nowhere")
        return
    now = timezone.now()
    queued = sum(remind(digest, now=now) for digest in digests(now=now))
    if queued:
        logger.info("queued %s digests", queued)


@shared_task(name="collab.read_calendars", ignore_result=True, autoretry_for=(OperationalError,), max_retries=3)
def read_calendars() -> None:
    """Read the subscribed calendars that were not read for an hour; an error stands beside the calendar."""
    now = timezone.now()
    due = CalendarSubscription.objects.due(now=now).select_related("collaboration", "added_by")
    for subscription in due[:MOST_CALENDARS]:
        if subscription.claim(now=now):
            read_calendar(subscription)


def read_calendar(subscription: CalendarSubscription, rules: Rules = STRICT) -> None:
    """Fetch one calendar and plan its meetings. The rules are the strict ones, except where a test serves the file."""
    now = timezone.now()
    try:
        raw = fetch(subscription.address, rules)
        take_over(raw, subscription.collaboration, now=now, by=subscription.added_by, subscription=subscription)
    except (FetchRefused, CalendarRefused) as refused:
        subscription.error = str(refused)[:200]
        logger.info("calendar %s was not read", subscription.pk)
    else:
        subscription.error, subscription.read_at = "", now
    subscription.save(update_fields=["error", "read_at"])


@shared_task(name="collab.sweep_api_answers", ignore_result=True, autoretry_for=(OperationalError,), max_retries=3)
def sweep_api_answers() -> None:
    """Forget the answers that were kept for requests sent twice, once nobody sends them again."""
    old = ApiAnswer.objects.filter(created_at__lt=timezone.now() - timedelta(hours=KEPT_HOURS))
    gone, _by_table = old.delete()
    if gone:
        logger.info("forgot %s answers of the API", gone)
