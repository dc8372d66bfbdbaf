"""Jobs of the partners floor: waves whose last day has passed are closed."""

import logging
from datetime import timedelta

from celery import shared_task
from django.db import OperationalError
from django.utils import timezone

from partners.models import Survey

logger = logging.getLogger(__name__)


@shared_task(
    name="partners.close_surveys",
    ignore_result=True,
    autoretry_for=(OperationalError,),
    retry_backoff=True,
    max_retries=5,
)
def close_surveys() -> None:
    """Close what is over in the time zone of its collaboration; its answers count from its last day. May run twice."""
    now = timezone.now()
    tomorrow = now.date() + timedelta(days=1)  # somewhere it is tomorrow already
    closed = 0
    for survey in Survey.objects.overdue(on=tomorrow).select_related("collaboration"):
        if survey.closes_on < survey.collaboration.today(now=now):
            closed += survey.close(at=now, counted_on=survey.closes_on)
    if closed:
        logger.info("closed %s surveys", closed)
