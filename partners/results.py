"""What a closed wave says, as far as it may be shown: tables for the team, its own half for an organisation."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from statistics import fmean
from typing import Any

from collab.models import Organization, Seat
from collab.roles import Action
from partners.models import JOINT_WORK_ITEM, ROSTER_ITEM, TRUST_ITEMS, Answer, Survey
from partners.questionnaire import SOURCE_LANGUAGE, Item
from partners.suppression import Mean, Row, Vote, is_enough, releases, shown_mean, tabulate

STRENGTH_FROM, BORDERLINE_FROM = 4.0, 3.0  # of the unrounded topic mean, health check
Said = tuple[int, int, int | None, str, Decimal]  # organisation, person, subject, item, value


@dataclass(frozen=True)
class TopicRow:
    """One item with its words, its row and, in a health check, its band."""

    text: str
    row: Row
    band: str = ""


@dataclass(frozen=True)
class Half:
    """What an organisation said of one other, and how close both say they work together."""

    subject: Organization
    joint: float | None
    joint_of_them: float | None
    trust: float | None


@dataclass(frozen=True)
class OwnHalf:
    """One organisation's own answers; of what others say of it, the mean over at least three."""

    halves: list[Half]
    trust_of_us: Mean | None


class Results:
    """A closed wave; loads its answers once."""

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        rows: Any = survey.answers.filter(value__isnull=False).exclude(item=ROSTER_ITEM)
        self.said: list[Said] = list(rows.values_list("rater_id", "rater_person_id", "subject_id", "item", "value"))

    @property
    def respondents(self) -> int:
        return len({person for _rater, person, *_rest in self.said})

    @property
    def organizations(self) -> int:
        return len({rater for rater, *_rest in self.said})

    @property
    def is_released(self) -> bool:
        """Whether enough organisations answered, and enough of them otherwise than in each wave shown before."""
        return _release(self.survey)

    def is_shown_to(self, seat: Seat) -> bool:
        """Whether a reader sees its tables: the facilitation team, once it is closed and may be released."""
        return bool(seat.may_for_all(Action.SEE_PAIR_TRUST) and self.survey.closed_at and self.is_released)

    def table(self) -> list[tuple[str, list[TopicRow]]]:
        """Sections with their items; by sector where each part is large enough."""
        sectors = dict(self.survey.collaboration.organizations.values_list("pk", "sector"))
        return [
            (
                section.title[SOURCE_LANGUAGE],
                [self._topic(item, sectors) for item in section.items if self._is_level(item)],
            )
            for section in self.survey.questionnaire.sections
            if any(self._is_level(item) for item in section.items)
        ]

    def texts(self) -> list[str]:
        """Free text by alphabet, so that no order tells who wrote it; nothing below the limits."""
        rows = list(self.survey.answers.exclude(text="").values_list("rater_id", "rater_person_id", "text"))
        people, organizations = {person for _r, person, _t in rows}, {rater for rater, *_rest in rows}
        is_enough_people = len(people) >= self.survey.least_respondents
        return sorted(text for *_who, text in rows) if is_enough_people and is_enough(len(organizations)) else []

    def own_half(self, organization: Organization) -> OwnHalf:
        """What this organisation said, and the mean of what others say of it."""
        subjects = {subject for rater, _p, subject, *_rest in self.said if rater == organization.pk and subject}
        rows = Organization.objects.filter(pk__in=subjects).order_by("name")
        halves = [
            Half(
                one, self._level(organization.pk, one.pk, (JOINT_WORK_ITEM,)),
                self._level(one.pk, organization.pk, (JOINT_WORK_ITEM,)),
                self._level(organization.pk, one.pk, TRUST_ITEMS),
            )
            for one in rows
        ]  # fmt: skip
        return OwnHalf(halves, self._trust_of(organization))

    def _trust_of(self, organization: Organization) -> Mean | None:
        raters = {
            rater for rater, _p, subject, item, _v in self.said if subject == organization.pk and item in TRUST_ITEMS
        }
        if not is_enough(len(raters)) or not _release(self.survey, about=organization):
            return None
        means = [self._level(rater, organization.pk, TRUST_ITEMS) for rater in sorted(raters)]
        return shown_mean([one for one in means if one is not None], low=1, high=4)

    def _level(self, rater: int, subject: int, items: Iterable[str]) -> float | None:
        """The mean of an organisation's people over some items."""
        found = [
            float(value) for by, _p, of, item, value in self.said if (by, of) == (rater, subject) and item in items
        ]
        return fmean(found) if found else None

    def _topic(self, item: Item, sectors: dict[int, str]) -> TopicRow:
        scale = self.survey.questionnaire.scale_of(item.key)
        levels: dict[tuple[int, int], list[float]] = defaultdict(list)
        for rater, person, _subject, key, value in self.said:
            if key == item.key:
                levels[rater, person].append(float(value))
        votes = [Vote(rater, sectors[rater], fmean(said)) for (rater, _person), said in sorted(levels.items())]
        row = tabulate(votes, low=scale.low, high=scale.high, least=self.survey.least_respondents)
        is_health = self.survey.questionnaire.scored_as == "health" and row.total is not None
        return TopicRow(item.text[SOURCE_LANGUAGE], row, _band(fmean(v.value for v in votes)) if is_health else "")

    def _is_level(self, item: Item) -> bool:
        return self.survey.questionnaire.scale_of(item.key).kind == "levels"


def _band(mean: float) -> str:
    return "strength" if mean >= STRENGTH_FROM else "borderline" if mean >= BORDERLINE_FROM else "concern"


def _release(survey: Survey, *, about: Organization | None = None) -> bool:
    """Whether a wave may be shown beside all closed waves of the same instrument before it."""
    waves = Survey.objects.filter(collaboration=survey.collaboration_id, instrument__key=survey.instrument.key).closed()
    order = list(waves.values_list("pk", flat=True))
    rows = Answer.objects.filter(survey__in=order, value__isnull=False).exclude(item=ROSTER_ITEM)
    if about is not None:
        rows = rows.filter(subject=about, item__in=TRUST_ITEMS)
    said: dict[int, dict[int, list[tuple[object, ...]]]] = {pk: defaultdict(list) for pk in order}
    columns = ("survey_id", "rater_id", "rater_person_id", "subject_id", "item", "value")
    for wave, rater, *what in rows.order_by("rater_person_id", "subject_id", "item").values_list(*columns):
        said[wave][rater].append(tuple(what))
    whole = [{rater: tuple(what) for rater, what in said[pk].items()} for pk in order]
    return survey.pk in order and releases(whole)[order.index(survey.pk)]
