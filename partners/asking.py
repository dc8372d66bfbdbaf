"""The way through a wave for one respondent: which steps there are, in which order, and what was said in each."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import cached_property

from collab.models import Organization
from partners.models import JOINT_WORK_ITEM, ROSTER_ITEM, Answer, Invitation
from partners.models.invitations import Said
from partners.questionnaire import SOURCE_LANGUAGE, Item, Questionnaire, Scale, Section

MOST_ON_A_PAGE = 6  # what a phone shows in two screens
MINUTES_A_QUESTION = 0.1
LONG_WORDS = 24  # signs; longer anchors stand one a line


@dataclass(frozen=True)
class Question:
    """One item as a respondent reads it."""

    key: str
    text: str
    scale: Scale
    anchors: list[str]
    hint: str

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Level and its words."""
        return [(str(level), word) for level, word in zip(self.scale.levels, self.anchors, strict=True)]

    @property
    def is_long(self) -> bool:
        """Whether its anchors are sentences."""
        return any(len(word) > LONG_WORDS for word in self.anchors)


@dataclass(frozen=True)
class Step:
    """One page of questions: about one organisation, or about the collaboration."""

    key: str
    title: str
    subject: Organization | None
    questions: list[Question]


class Way:
    """All steps of one respondent in the language of the invitation; asks the database three times at most."""

    def __init__(self, invitation: Invitation) -> None:
        self.invitation = invitation
        self.questionnaire: Questionnaire = invitation.survey.questionnaire
        offered = self.questionnaire.languages
        self.language = invitation.language if invitation.language in offered else SOURCE_LANGUAGE

    @cached_property
    def said(self) -> dict[tuple[int | None, str], Said]:
        """What was answered: (subject, item) -> level, text or None for "cannot say"."""
        rows = self.invitation.answers.values_list("subject_id", "item", "value", "text")
        return {(subject, item): text or value for subject, item, value, text in rows}

    @cached_property
    def roster(self) -> list[Organization]:
        """Whom one may pick: everybody on the roster but oneself, by name."""
        rows = Organization.objects.filter(pk__in=self.invitation.survey.roster.values("organization"))
        return list(rows.exclude(pk=self.invitation.organization_id).order_by("name"))

    @property
    def asks_to_pick(self) -> bool:
        """Whether there is anybody to be rated."""
        return self.questionnaire.asks_about_partners and bool(self.roster)

    @property
    def has_picked(self) -> bool:
        """Whether the roster was answered."""
        return any(item == ROSTER_ITEM for _subject, item in self.said)

    @property
    def picked(self) -> list[Organization]:
        """Whom the respondent works with."""
        return [one for one in self.roster if self.said.get((one.pk, ROSTER_ITEM)) == Decimal(1)]

    @cached_property
    def steps(self) -> list[Step]:
        """Each picked organisation, then the collaboration in pages of a few questions."""
        about_partners = [one for one in self.questionnaire.sections if one.about == "partner"]
        questions = [question for section in about_partners for question in self._questions(section, section.items)]
        found = [Step(f"o{one.pk}", one.name, one, questions) for one in self.picked] if questions else []
        for section in self.questionnaire.sections:
            if section.about == "collaboration":
                found += self._pages(section)
        return found

    def _pages(self, section: Section) -> list[Step]:
        count = -(-len(section.items) // MOST_ON_A_PAGE)
        size = -(-len(section.items) // count)
        return [
            Step(
                f"{section.key}-{number + 1}", self.words(section.title), None,
                self._questions(section, section.items[number * size : (number + 1) * size]),
            )
            for number in range(count)
        ]  # fmt: skip

    def _questions(self, section: Section, items: list[Item]) -> list[Question]:
        scales = {scale.key: scale for scale in self.questionnaire.scales}
        return [
            Question(
                item.key, self.words(item.text), scales[item.scale],
                scales[item.scale].anchors.get(self.language) or [str(level) for level in scales[item.scale].levels],
                self.words(section.hint),
            )
            for item in items
        ]  # fmt: skip

    def words(self, words: dict[str, str]) -> str:
        """In the language of the invitation, else in English."""
        return words.get(self.language) or words.get(SOURCE_LANGUAGE, "")

    def step(self, key: str) -> Step | None:
        """A step by its key; None for an organisation that was not picked, or that nobody may rate here."""
        return next((one for one in self.steps if one.key == key), None)

    def is_done(self, step: Step) -> bool:
        """Whether every question of a step was answered, "cannot say" included."""
        subject = step.subject.pk if step.subject else None
        return all((subject, question.key) in self.said or question.scale.kind == "text" for question in step.questions)

    def after(self, step: Step | None) -> Step | None:
        """The next step in order; without one, the first that is not done."""
        if step is None:
            return next((one for one in self.steps if not self.is_done(one)), None)
        place = [one.key for one in self.steps].index(step.key)
        return self.steps[place + 1] if place + 1 < len(self.steps) else None

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(self.is_done(one) for one in self.steps)

    @property
    def minutes_left(self) -> int:
        """About how long the rest takes, at least one minute."""
        open_ones = sum(len(one.questions) for one in self.steps if not self.is_done(one))
        return max(1, round(open_ones * MINUTES_A_QUESTION))

    @property
    def asks_for_words(self) -> bool:
        """Whether anything is answered in free text."""
        return any(self.questionnaire.scale(item.scale).kind == "text" for item in self.questionnaire.items)

    @property
    def minutes_at_first(self) -> int:
        """The same before anybody was picked: as if half of the roster were."""
        if not self.asks_to_pick or self.has_picked:
            return self.minutes_left
        each = sum(len(one.items) for one in self.questionnaire.sections if one.about == "partner")
        return self.minutes_left + round(len(self.roster) * each * MINUTES_A_QUESTION / 2)

    @cached_property
    def joint_work(self) -> dict[int, int | None]:
        """The level of joint work with each picked organisation (ids), for the map; None = cannot say or not asked."""
        levels = {one.pk: self.said.get((one.pk, JOINT_WORK_ITEM)) for one in self.picked}
        return {one: int(level) if isinstance(level, Decimal) else None for one, level in levels.items()}


def earlier(invitation: Invitation) -> dict[tuple[int | None, str], Said]:
    """What this person said in the newest closed wave before: (subject, item) -> level; free text is not offered."""
    rows = Answer.objects.filter(
        collaboration_id=invitation.collaboration_id, rater_person_id=invitation.person_id,
        rater_id=invitation.organization_id, counted_on__isnull=False, value__isnull=False,
    ).exclude(survey_id=invitation.survey_id)  # fmt: skip
    ordered = rows.order_by("counted_on", "id").values_list("subject_id", "item", "value")
    return {(subject, item): value for subject, item, value in ordered}
