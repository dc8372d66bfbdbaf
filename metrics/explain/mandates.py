"""Why government engagement of one office is what it is: its months in the form of scores, and what moved them.

No row stores them: they are computed from the evidence of the office alone, by the formula of the whole. Where one
mandate is listed they are the score of the whole. For the facilitation team only: docs/decisions/0079.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db.models import Min

from collab.models import Score, Seat, StrategyVersion
from government.models import Mandate
from metrics.breakdown import Breakdown, score_rows
from metrics.engagement import engagement_of
from metrics.evidence import NEVER, days_met
from metrics.explain.changes import Change, between
from metrics.formulas.composite import FloatArray
from metrics.formulas.rules import Rules
from metrics.mandates import Dossiers, load
from metrics.rules import rules_for


@dataclass(frozen=True)
class MandateScores:
    """The months while a mandate mattered, as scores that are never saved, and what they rest on."""

    mandate: Mandate
    known: Dossiers
    approved_on: int  # the day on which the first strategy was approved
    rows: tuple[Score, ...] = ()

    def at(self, month: int) -> Score | None:
        """One month; None where the mandate did not matter."""
        return next((row for row in self.rows if row.month == month), None)

    def change(self, first: int, last: int, *, seat: Seat) -> tuple[Change, ...]:
        """What moved the score from one month to another; empty = the two cannot be compared."""
        before, after = self.at(first), self.at(last)
        if before is None or after is None:
            return ()
        here = self.mandate.collaboration
        return between(here, before, after, seat=seat, anew=lambda rules: self._values(after, rules))

    def computed(self, days: Sequence[date], rules: Sequence[Rules]) -> Breakdown | None:
        """All months at once; None where the mandate mattered at none of them."""
        approved = np.array([day.toordinal() >= self.approved_on for day in days], dtype=np.bool_)
        return engagement_of(self.known, days, self.mandate.collaboration.started_on, approved, rules)

    def _values(self, row: Score, rules: Rules) -> FloatArray:
        """The components of a month under other rules."""
        found = self.computed([row.as_of], [rules])
        assert found is not None  # noqa: S101  the mandate mattered then
        values: FloatArray = found.value[0]
        return values


def mandate_scores(mandate: Mandate, *, on: date) -> MandateScores:
    """All months up to a day, in a bounded number of queries."""
    here, days = mandate.collaboration, mandate.collaboration.snapshots(on=on)
    until = days[-1] if days else on
    known = load(here, until=until, met_on=days_met(here, until=until), only=mandate.pk)
    texts = StrategyVersion.objects.filter(collaboration=here, approved_on__lte=until)
    first = texts.aggregate(on=Min("approved_on"))["on"]
    one = MandateScores(mandate, known, first.toordinal() if first else NEVER)
    found = one.computed(days, rules_for(here, range(len(days)))) if days else None
    rows = score_rows(found, days, collaboration_id=here.pk, generation=0) if found else []
    return MandateScores(mandate, known, one.approved_on, tuple(row for row in rows if row.coverage is not None))
