"""Jobs of the score path. PostgreSQL knows what is stale; the broker only carries hints."""

import logging
import time
from typing import Any
from uuid import UUID

from celery import shared_task
from django.db import OperationalError
from django.utils import timezone
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

from collab.models import Collaboration
from metrics.attempting import attempt
from metrics.exchange.takeaway import writing as takeaway
from metrics.exchange.working import work_on
from metrics.models import Export, Import, Run, Stale
from metrics.publishing import publish_months
from metrics.reports.scheduling import draft_due
from metrics.running import work
from metrics.scoring import is_stale, waiting

logger = logging.getLogger(__name__)

# a hint that nobody took by then is worthless: the sweep has given another
HINT_EXPIRES_SECONDS = 30
# how long a process does not try again to reach a broker that is down, so that no page waits for it twice
SILENT_SECONDS = 15.0
# how long a worker stays with a run before it looks at its other work, and how many workers are called to it;
# a call that finds no free worker is forgotten, for the sweep calls again
TURN_SECONDS = 5.0
CALLED_WORKERS = 4
CALL_EXPIRES_SECONDS = 3
IMPORT_SECONDS = 600  # the longest that a file of 100,000 rows may take on a slow machine
EXPORT_SECONDS = 600  # the longest that all of one collaboration may take to write on a slow machine
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
    if attempt(collaboration_id) and Stale.objects.filter(collaboration=collaboration).exists():
        hint(collaboration_id)  # evidence came while we computed; its own hint may have met our lock


@shared_task(name="metrics.sweep", ignore_result=True)
def sweep() -> None:
    """Find what a lost hint left, what the turn of the day made stale, and what is left of a run."""
    found = waiting()
    left = [collaboration_id for collaboration_id in found if not hint(collaboration_id)]
    for collaboration_id in left:  # no broker to hand them to
        score(collaboration_id)
    if Run.objects.unfinished().exists() and not call_workers(CALLED_WORKERS):
        go_on()
    logger.log(logging.INFO if found else logging.DEBUG, "swept: %s stale, %s computed here", len(found), len(left))


@shared_task(name="metrics.publish", ignore_result=True)
def publish() -> None:
    """Freeze the figures of every month that has ended; what waits for newer figures is frozen the next time."""
    for collaboration in Collaboration.objects.order_by("pk").iterator():
        if months := publish_months(collaboration):
            logger.info("published collaboration %s: months %s", collaboration.pk, months)


@shared_task(name="metrics.go_on", ignore_result=True)
def go_on() -> None:
    """Work on the oldest unfinished run for some seconds, then queue up again behind other work."""
    run, until = Run.objects.unfinished().first(), time.monotonic() + TURN_SECONDS
    while run is not None and time.monotonic() < until:
        if not work(run):
            return
    if run is not None:
        call_workers(1)


@shared_task(name="metrics.check", ignore_result=True)
def check() -> None:
    """Compare everything that is stored with a computation from scratch, every night."""
    Run.objects.forget_old()
    Run.objects.begin(Run.Kind.CHECK)


@shared_task(
    name="metrics.import_file", ignore_result=True, soft_time_limit=IMPORT_SECONDS, time_limit=IMPORT_SECONDS + 30
)
def import_file(import_id: str) -> None:
    """Read, write or undo one import, whichever was asked for. Safe to run twice, late, or beside another one."""
    batch = Import.objects.select_related("collaboration", "asked_by").filter(pk=import_id).first()
    if batch is None:
        logger.info("import skipped: %s is gone", import_id)
    elif work_on(batch):
        hint(batch.collaboration_id)


@shared_task(name="metrics.sweep_imports", ignore_result=True)
def sweep_imports() -> None:
    """Find imports whose hint was lost or whose worker died, and forget files that nobody imported."""
    for import_id in Import.objects.asked().values_list("pk", flat=True):
        call_for_import(import_id)
    Import.objects.forget_old()


@shared_task(
    name="metrics.write_export", ignore_result=True, soft_time_limit=EXPORT_SECONDS, time_limit=EXPORT_SECONDS + 30
)
def write_export(export_id: str) -> None:
    """Write all that somebody asked to take away. Safe to run twice, late, or beside another one."""
    export = Export.objects.select_related("collaboration", "asked_by").filter(pk=export_id).first()
    if export is None:
        logger.info("export skipped: %s is gone", export_id)
    else:
        takeaway.work_on(export)


@shared_task(name="metrics.sweep_exports", ignore_result=True)
def sweep_exports() -> None:
    """Find exports whose hint was lost or whose worker died, and forget files whose days are over."""
    Export.objects.forget_old(now=timezone.now())
    for export_id in Export.objects.waiting().values_list("pk", flat=True):
        call_for_export(export_id)


def call_for_export(export_id: UUID) -> bool:
    """Tell the workers that an export was asked for; the sweep follows where the broker is down."""
    return _send(write_export, (str(export_id),), HINT_EXPIRES_SECONDS)


def call_for_import(import_id: UUID) -> bool:
    """Tell the workers that an import was asked for; the sweep follows where the broker is down."""
    return _send(import_file, (str(import_id),), HINT_EXPIRES_SECONDS)


def hint(collaboration_id: int) -> bool:
    """Tell the workers that a collaboration is stale; a broker that is down fails no page: the sweep follows."""
    return _send(score, (collaboration_id,), HINT_EXPIRES_SECONDS)


def call_workers(count: int) -> bool:
    """Tell the workers that there is a run to work on."""
    return all(_send(go_on, (), CALL_EXPIRES_SECONDS) for _ in range(count))


def _send(task: Any, arguments: tuple[int | str, ...], expires: int) -> bool:
    global _silent_until
    if time.monotonic() < _silent_until:
        return False
    try:
        task.apply_async(arguments, expires=expires)
    except (KombuError, RedisError, OSError) as error:
        _silent_until = time.monotonic() + SILENT_SECONDS
        logger.warning("hint lost: %s%s, %s", task.name, arguments, type(error).__name__)
        return False
    return True


@shared_task(name="metrics.draft_reports", ignore_result=True)
def draft_reports() -> None:
    """Draft the reports whose day has come; a second run finds none of them due."""
    waiting_for = Collaboration.objects.filter(report_schedules__isnull=False).distinct()
    made = [report for one in waiting_for for report in draft_due(one, today=one.today())]
    if made:
        logger.info("drafted %s reports", len(made))
