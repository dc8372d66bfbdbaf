"""All scores and gates of one collaboration at some days: the evidence is read once, the formulas do the rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from collab.models import Collaboration
from metrics import evidence as ties
from metrics import mandates, ratings, strategy
from metrics.breakdown import Breakdown
from metrics.computing import Computed, compute_needed
from metrics.engagement import engagement_of
from metrics.evidence import BoolArray, Evidence, IntArray
from metrics.formulas.gates import Verdict
from metrics.formulas.rules import Rules
from metrics.gates import verdicts_of
from metrics.mandates import Dossiers
from metrics.ownership import ownership_of
from metrics.pairs import core_of
from metrics.ratings import Ratings
from metrics.readiness import Readiness, readiness_of
from metrics.strategy import Strategy


@dataclass(frozen=True)
class Known:
    """All evidence of one collaboration, dated up to a day."""

    started_on: date
    ties: Evidence
    ratings: Ratings
    strategy: Strategy
    mandates: Dossiers


@dataclass(frozen=True)
class Everything:
    """All figures at the same snapshots; relationship strength of needed pairs alone."""

    ratings: Ratings
    relationship: Computed
    readiness: Readiness
    ownership: Breakdown
    government: Breakdown | None
    gates: list[dict[str, Verdict]]

    @property
    def scores(self) -> tuple[Breakdown | None, ...]:
        """The scores of the collaboration; None = there is nothing to compute."""
        return self.relationship.whole, self.readiness.whole, self.ownership, self.government


def load_all(collaboration: Collaboration, *, until: date) -> Known:
    """All evidence up to a day, in a bounded number of queries."""
    found = ties.load(collaboration, until=until)
    return Known(
        collaboration.started_on,
        found,
        ratings.load(collaboration, until=until),
        strategy.load(collaboration, found, until=until),
        mandates.load(collaboration, until=until, met_on=found.met_on),
    )


def compute_all(known: Known, days: Sequence[date], rules: Sequence[Rules]) -> Everything:
    """All scores and gates at some days, none later than that up to which the evidence was read."""
    on = np.array([day.toordinal() for day in days], dtype=np.int64)
    relationship = compute_needed(known.ties, days, rules)
    government = engagement_of(known.mandates, days, known.started_on, known.strategy.approved(on), rules)
    inherited = {
        "relationship": relationship.whole.figures,
        "government": government.figures if government else None,
    }
    readiness = readiness_of(known.ratings, days, inherited, rules)
    ownership = ownership_of(known.strategy, known.ties, days, rules)
    core = _core(known, on)
    return Everything(
        known.ratings, relationship, readiness, ownership, government,
        verdicts_of(relationship, readiness, ownership, government, known.ratings, core, rules),
    )  # fmt: skip


def _core(known: Known, on: IntArray) -> BoolArray:
    """Which of the rated partners belonged to the core, [snapshots, partners]."""
    core = core_of(known.ties, on)
    place = np.searchsorted(known.ties.organizations, known.ratings.organizations)
    return core[:, place]
