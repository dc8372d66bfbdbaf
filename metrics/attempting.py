"""Scores one collaboration for the workers: never two at once, every try counted, a hopeless one given up."""

import logging
import time
import traceback
from pathlib import Path

from django.db import OperationalError

from collab.models import Collaboration
from metrics.locks import ATTEMPT, alone
from metrics.models import Attempt
from metrics.scoring import score_collaboration

logger = logging.getLogger(__name__)

OURS = Path(__file__).parent


def attempt(collaboration_id: int) -> bool:
    """Compute one collaboration; whether it was done here. What fails is written down and stops nobody else.

    Raises OperationalError: the database was away, which is no fault of the collaboration.
    """
    collaboration = Collaboration.objects.filter(pk=collaboration_id).first()
    if collaboration is None:
        logger.info("score skipped: collaboration %s is gone", collaboration_id)
        return False
    started = time.perf_counter()
    with alone(ATTEMPT, collaboration_id) as is_alone:
        generation = _compute(collaboration) if is_alone else None
    if generation is not None:
        took = 1000 * (time.perf_counter() - started)
        logger.info("scored collaboration %s: generation %s in %.0f ms", collaboration_id, generation, took)
    elif not is_alone:
        logger.info("score skipped: collaboration %s is being computed", collaboration_id)
    return generation is not None


def _compute(collaboration: Collaboration) -> int | None:
    Attempt.objects.begin(collaboration)
    try:
        return score_collaboration(collaboration, today=collaboration.today())
    except OperationalError:
        raise
    except Exception as error:  # whatever it is: it must not be tried for ever, nor keep others from being computed
        is_parked = Attempt.objects.fail(collaboration, error)
        logger.error("score failed: collaboration %s, %s in %s", collaboration.pk, type(error).__name__, _place(error))
        if is_parked:
            logger.error("score parked: collaboration %s waits for new evidence or for recompute", collaboration.pk)
        return None


def _place(error: Exception) -> str:
    """The last line of our own code that was at work; the words of an error may quote a row."""
    ours = [one for one in traceback.extract_tb(error.__traceback__) if Path(one.filename).is_relative_to(OURS)]
    return f"{Path(ours[-1].filename).name} line {ours[-1].lineno}"
