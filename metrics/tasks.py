"""Jobs of the score path. PostgreSQL knows what is stale; the broker only carries hints."""

import logging
import time

from celery import shared_task
from django.db import OperationalError
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

from collab.models import Collaboration
from metrics.models import Stale
from metrics.scoring import is_stale, score_collaboration, waiting

logger = logging.getLogger(__name__)

# a hint that nobody took by then is worthless: the sweep has given another
HINT_EXPIRES_SECONDS = 30
# how long a process does not try again to reach a broker that is down, so that no page waits for it twice
SILENT_SECONDS = 15.0
_silent_until = 0.0


@shared_task(
    name="metrics.score", ignore_result=True, autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5
)
def score(collaboration_id: int) -> None:
    """Compute one collaboration if it is stale. Safe to run twice, late, or beside another one."""
    collaboration = Collaboration.objects.filter(pk=collaboration_id).first()
    if collaboration is None:
        logger.info("score skipped: collaboration %s is gone", collaboration_id)
        return
    if not is_stale(collaboration):
        logger.info("score skipped: collaboration %s is fresh", collaboration_id)
        return
    started = time.perf_counter()
    generation = score_collaboration(collaboration, today=collaboration.today())
    if generation is None:
        logger.info("score skipped: collaboration %s is being computed", collaboration_id)
        return
    took = 1000 * (time.perf_counter() - started)
    logger.info("scored collaboration %s: generation %s in %.0f ms", collaboration_id, generation, took)
    if Stale.objects.filter(collaboration=collaboration).exists():
        hint(collaboration_id)  # evidence came while we computed; its own hint may have met our lock


@shared_task(name="metrics.sweep", ignore_result=True)
def sweep() -> None:
    """Find what a lost hint left, and what the turn of the day made stale."""
    found = waiting()
    left = [collaboration_id for collaboration_id in found if not hint(collaboration_id)]
    for collaboration_id in left:  # no broker to hand them to
        score(collaboration_id)
    logger.log(logging.INFO if found else logging.DEBUG, "swept: %s stale, %s computed here", len(found), len(left))


def hint(collaboration_id: int) -> bool:
    """Tell the workers that a collaboration is stale; a broker that is down fails no page: the sweep follows."""
    global _silent_until
    if time.monotonic() < _silent_until:
        return False
    try:
        score.apply_async((collaboration_id,), expires=HINT_EXPIRES_SECONDS)
    except (KombuError, RedisError, OSError) as error:
        _silent_until = time.monotonic() + SILENT_SECONDS
        logger.warning("hint lost: collaboration %s, %s", collaboration_id, type(error).__name__)
        return False
    return True
