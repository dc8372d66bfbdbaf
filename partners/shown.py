"""A partner's readiness as its page shows it: each criterion with level, weight, evidence, assessors and replies."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import number_format

from collab.models import PartnerFigure
from partners.models import HIGHEST_LEVEL, Partner, ReadinessRating, newest
from partners.words import NEXT_STEP, Words, anchor

FRESH_DAYS, LAST_DAYS = 180, 365  # opinions count in full, then half, then no longer; a track record does not age
DIFFER_POINTS = 2
FACTS = {ReadinessRating.Criterion.TRACK_RECORD}


@dataclass(frozen=True)
class Said:
    """One signed statement."""

    rating: ReadinessRating
    words: Words
    is_aged: bool
    is_gone: bool

    @property
    def counts(self) -> bool:
        """Whether it says something that still counts."""
        return self.rating.level is not None and not self.is_gone


@dataclass(frozen=True)
class ShownCriterion:
    """One criterion: its level (0-4, None = not known), what it adds, and who said so."""

    key: str
    label: Words
    level: float | None
    weight: float | None
    points: float | None
    said: tuple[Said, ...]

    @property
    def share(self) -> float:
        """The level as a length from 0 to 100."""
        return 0 if self.level is None else 100 * self.level / HIGHEST_LEVEL

    @property
    def digits(self) -> str:
        """The level as it is read, one decimal where it lies between two."""
        if self.level is None:
            return ""
        whole = round(self.level)
        return str(whole) if abs(self.level - whole) < 0.05 else number_format(self.level, 1)  # noqa: PLR2004  half a tenth

    @property
    def counted(self) -> tuple[Said, ...]:
        """The statements that count."""
        return tuple(one for one in self.said if one.counts)

    @property
    def views_differ(self) -> bool:
        """Whether assessors are two levels or more apart."""
        levels = [one.rating.level for one in self.counted if one.rating.level is not None]
        return bool(levels) and max(levels) - min(levels) >= DIFFER_POINTS

    @property
    def is_alone(self) -> bool:
        """Whether one organisation alone said so."""
        return len(self.counted) == 1

    @property
    def evidence(self) -> str:
        """The newest line of evidence that counts."""
        return next((one.rating.evidence for one in self.counted if one.rating.evidence), "")

    @property
    def next_step(self) -> Words:
        """What would give the evidence."""
        return NEXT_STEP[ReadinessRating.Criterion(self.key)]


def criteria(partner: Partner, figure: PartnerFigure | None, *, on: date) -> list[ShownCriterion]:
    """All six in the order of their weight, with the newest statement of each assessor by that day."""
    rows = newest(ReadinessRating.objects.filter(partner=partner, rated_on__lte=on), "criterion", "assessor_id")
    said = [_said(one, on) for one in rows.select_related("assessor", "rated_by", "reply__author", "partner")]
    return [_criterion(key, said, figure) for key in ReadinessRating.Criterion]


def _criterion(key: ReadinessRating.Criterion, every: Iterable[Said], figure: PartnerFigure | None) -> ShownCriterion:
    part = figure.parts.get(key.value, {}) if figure else {}
    own = sorted(
        (one for one in every if one.rating.criterion == key), key=lambda one: one.rating.rated_on, reverse=True
    )
    value = part.get("value")
    level = None if value is None else value * HIGHEST_LEVEL / 100
    return ShownCriterion(key.value, key.label, level, part.get("weight"), part.get("points"), tuple(own))


def _said(rating: ReadinessRating, on: date) -> Said:
    age = timedelta(0) if rating.criterion in FACTS else on - rating.rated_on
    return Said(
        rating, anchor(ReadinessRating.Criterion(rating.criterion), rating.level),
        is_aged=FRESH_DAYS < age.days <= LAST_DAYS, is_gone=age.days > LAST_DAYS,
    )  # fmt: skip
