"""Computes all months of one collaboration and writes them at once, as one generation."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import OperationalError, connection, transaction
from psycopg.errors import SerializationFailure

from collab.models import Collaboration, GateState, PairScores, PartnerScore, Score
from collab.months import snapshots
from metrics.breakdown import score_rows
from metrics.computing import Computed, compute, pair_columns
from metrics.everything import compute_all, load_all
from metrics.gates import gate_rows
from metrics.models import MOST_TRIES, Attempt, Stale
from metrics.models.standings import write_standing
from metrics.readiness import partner_rows
from metrics.rules import rules_for
from metrics.storing import forget_older, upsert

__all__ = ["Computed", "compute", "fresh_rows", "is_stale", "score_collaboration", "waiting"]

# the first half of the key of our advisory locks; the second is the collaboration
LOCK = 7_001
TRIES = 5


def score_collaboration(collaboration: Collaboration, *, today: date) -> int | None:
    """Compute every month anew and return the new generation; None when another worker is at it or the row is gone.

    Runs in one REPEATABLE READ transaction: marks and evidence are read from one state of the database, and only the
    marks of that state are deleted. Evidence that is committed meanwhile leaves its mark behind.
    """
    for attempt in range(TRIES):
        try:
            return _score(collaboration.pk, today)
        except OperationalError as error:
            # the transaction began while another one was writing; begin again with what that one has written
            is_last = attempt + 1 == TRIES or connection.in_atomic_block
            if is_last or not isinstance(error.__cause__, SerializationFailure):
                raise
    raise AssertionError("unreachable")


def is_stale(collaboration: Collaboration) -> bool:
    """Whether newer scores are on their way: evidence has changed, or the day has turned."""
    done = PairScores.objects.filter(collaboration=collaboration).values_list("month", "as_of").first()
    if done != _turn(collaboration.started_on, collaboration.ended_on, collaboration.today()):
        return True
    begun = Attempt.objects.filter(collaboration=collaboration).values("collaboration")
    return Stale.objects.filter(collaboration=collaboration).values("collaboration").union(begun).exists()


def waiting() -> list[int]:
    """The collaborations that must be computed: with marks, broken off, or as of yesterday; none that is parked."""
    marked, tries = Stale.objects.collaborations(), dict(Attempt.objects.values_list("collaboration_id", "tries"))
    broken_off = [collaboration_id for collaboration_id, count in tries.items() if count < MOST_TRIES]
    rows = PairScores.objects.values_list("collaboration_id", "month", "as_of")
    done = {collaboration_id: (month, as_of) for collaboration_id, month, as_of in rows}
    turned = [
        one.pk
        for one in Collaboration.objects.order_by("pk")
        if tries.get(one.pk, 0) < MOST_TRIES and done.get(one.pk) != _turn(one.started_on, one.ended_on, one.today())
    ]
    return list(dict.fromkeys([*marked, *broken_off, *turned]))


@dataclass(frozen=True)
class Rows:
    """Everything that is stored of one collaboration, of one generation."""

    scores: list[Score]
    partners: list[PartnerScore]
    gates: list[GateState]
    pairs: PairScores


def fresh_rows(collaboration: Collaboration, *, today: date, generation: int) -> Rows:
    """What a computation from scratch would store. Reads, writes nothing."""
    days = collaboration.snapshots(on=today)
    month, as_of = _turn(collaboration.started_on, collaboration.ended_on, today)
    pairs = PairScores(collaboration=collaboration, month=month, as_of=as_of, pairs={}, generation=generation)
    if not days:
        return Rows([], [], [], pairs)
    known, rules = load_all(collaboration, until=as_of), rules_for(collaboration, range(len(days)))
    found = compute_all(known, days, rules)
    pairs.pairs = pair_columns(compute(known.ties, days[-1:], rules=rules[-1:]))
    where = {"collaboration_id": collaboration.pk, "generation": generation}
    return Rows(
        [row for one in found.scores if one for row in score_rows(one, days, **where)],
        partner_rows(found.ratings, found.readiness.partners, days, **where),
        gate_rows(found.gates, days, **where),
        pairs,
    )


def _score(collaboration_id: int, today: date) -> int | None:
    with transaction.atomic():
        if not _alone(collaboration_id):
            return None
        collaboration = Collaboration.objects.filter(pk=collaboration_id).first()
        if collaboration is None:
            return None
        marks = list(Stale.objects.filter(collaboration=collaboration).values_list("id", flat=True))
        generation = _next_generation(collaboration)
        fresh = fresh_rows(collaboration, today=today, generation=generation)
        _write(collaboration, fresh)
        write_standing(collaboration, fresh.scores, fresh.gates)
        Stale.objects.filter(id__in=marks).delete()
        Attempt.objects.filter(collaboration=collaboration).delete()
        return generation


def _alone(collaboration_id: int) -> bool:
    """Open one view of the database, and be the only one to compute this collaboration until the transaction ends."""
    with connection.cursor() as cursor:
        if len(connection.savepoint_ids) == 0:  # inside somebody's transaction its own view holds
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCK, collaboration_id % 2**31])
        return bool(cursor.fetchone()[0])


def _next_generation(collaboration: Collaboration) -> int:
    last = PairScores.objects.filter(collaboration=collaboration).values_list("generation", flat=True).first()
    return (last or 0) + 1


def _write(collaboration: Collaboration, rows: Rows) -> None:
    upsert(rows.scores, ["collaboration", "metric", "month"])
    upsert(rows.partners, ["organization"])
    upsert(rows.gates, ["collaboration", "gate", "month"])
    upsert([rows.pairs], ["collaboration"])
    for model in (Score, PartnerScore, GateState):
        forget_older(model, collaboration.pk, rows.pairs.generation)


def _turn(started_on: date, ended_on: date | None, today: date) -> tuple[int, date]:
    """The running month and the day up to which it is known; before the start, the day before it."""
    days = snapshots(started_on, min(today, ended_on) if ended_on else today)
    return (len(days) - 1, days[-1]) if days else (0, started_on - timedelta(days=1))
