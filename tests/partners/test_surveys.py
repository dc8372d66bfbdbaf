"""Waves: answers of an open wave change nothing, and all count at once when it closes."""

from datetime import UTC, date, datetime

import pytest

from collab.models import Collaboration, Organization
from metrics.models import Stale
from metrics.scoring import fresh_rows
from partners.models import JOINT_WORK_ITEM, PERCEIVED_ITEMS, TRUST_ITEMS, Answer, Survey
from tests import factories

NOW, TODAY = datetime(2025, 3, 20, 12, tzinfo=UTC), date(2025, 3, 20)


@pytest.fixture
def core(collaboration: Collaboration) -> list[Organization]:
    """Three core partners."""
    made = [factories.organization(collaboration=collaboration, name=name) for name in "ABC"]
    for one in made:
        factories.partner(one)
    return made


def answer_all(survey: Survey, core: list[Organization]) -> None:
    """Each organisation rates each other one and the strategy."""
    for rater in core:
        values = {"survey": survey, "rater_person": factories.person(organization=rater), "counted_on": None}
        for subject in core:
            if subject != rater:
                factories.answers(rater, subject, trust=(4, 3, 3), joint=3, **values)
        for item in PERCEIVED_ITEMS:
            Answer.objects.create(
                collaboration=survey.collaboration, rater=rater, subject=None, item=item, value=4, source="survey",
                **values,
            )  # fmt: skip


def trust_of(collaboration: Collaboration) -> float | None:
    rows = fresh_rows(collaboration, today=date(2025, 4, 20), generation=1).scores
    [last] = [row for row in rows if row.metric == "relationship" and row.month == 3]
    return last.parts["trust"]["value"]


def test_answers_of_an_open_wave_do_not_count_and_mark_nothing_as_stale(
    collaboration: Collaboration, core: list[Organization]
) -> None:
    survey = factories.survey(*core)
    Stale.objects.all().delete()
    answer_all(survey, core)
    assert not Stale.objects.exists()
    assert trust_of(collaboration) is None


def test_all_answers_count_at_once_when_the_wave_closes(collaboration: Collaboration, core: list[Organization]) -> None:
    survey = factories.survey(*core)
    answer_all(survey, core)
    Stale.objects.all().delete()
    assert survey.close(at=NOW, counted_on=TODAY)
    assert Stale.objects.filter(collaboration=collaboration).exists()
    assert set(Answer.objects.values_list("counted_on", flat=True)) == {TODAY}
    assert trust_of(collaboration) == pytest.approx(77.7778)
    assert not survey.close(at=NOW, counted_on=date(2025, 3, 21)), "the second closing changes nothing"
    assert set(Answer.objects.values_list("counted_on", flat=True)) == {TODAY}


def test_answers_about_the_collaboration_have_no_subject(
    collaboration: Collaboration, core: list[Organization]
) -> None:
    survey = factories.survey(*core)
    answer_all(survey, core)
    survey.close(at=NOW, counted_on=TODAY)
    rows = Answer.objects.filter(collaboration=collaboration)
    assert rows.of_the_collaboration(*PERCEIVED_ITEMS).counted(on=TODAY).count() == 3 * 4
    assert rows.of_the_collaboration(*PERCEIVED_ITEMS).counted(on=date(2025, 3, 19)).count() == 0
    assert set(rows.open_relations().values_list("item", flat=True)) == {JOINT_WORK_ITEM}
    assert rows.filter(item__in=TRUST_ITEMS).count() == 3 * 2 * 3


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2025, 1, 31), "planned"), (date(2025, 2, 1), "open"), (date(2025, 3, 31), "open"),
        (date(2025, 4, 1), "closed"),
    ],
)  # fmt: skip
def test_state_follows_the_window(core: list[Organization], on: date, state: str) -> None:
    survey = factories.survey(*core)
    assert survey.state(on=on) == state
    assert survey.state(on=on) != "open" or not Survey.objects.overdue(on=on).exists()
