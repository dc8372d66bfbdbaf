"""What the answer page refuses, and how somebody takes no part: nothing is lost, nothing is written twice."""

from datetime import UTC, datetime, timedelta

import pytest

from collab.models import Collaboration
from partners.models import ROSTER_ITEM, Answer, Invitation, Survey
from tests import factories
from tests.partners.wave import ALL_SAID, Respondent, open_wave, organizations, respondent


@pytest.mark.parametrize("level", ["0", "5", "6", "2.5", "-1", "two", "NaN", "1e0", "٢", "2" * 400, " 2", "null"])
def test_what_is_no_level_is_refused_and_nothing_is_written(survey: Survey, ana: Respondent, level: str) -> None:
    _own, b, *_others = organizations(survey)
    ana.begin().pick(b)
    answer = ana.rate(b, trust_open=level, joint_work="3")
    assert answer.status_code == 422
    assert "Choose one of the levels" in answer.content.decode()
    assert 'name="joint-work" value="3" id="id_joint-work_3" checked' in " ".join(answer.content.decode().split())
    assert not Answer.objects.exclude(item=ROSTER_ITEM).exists()


def test_hidden_fields_order_and_excess_change_nothing(survey: Survey, ana: Respondent) -> None:
    _own, b, c, _d = organizations(survey)
    other = respondent(survey, c)
    ana.begin().pick(b)
    data = {f"o{n}-trust-open": "4" for n in range(1500)} | {
        "trust-open": "3", "respondent": other.invitation.pk, "rater": c.pk, "subject": c.pk,
        "counted_on": "2020-01-01", "survey": 1, "source": "import",
    }  # fmt: skip
    assert ana.client.post(f"{ana.home}step/o{b.pk}/", data).status_code == 302
    [row] = Answer.objects.exclude(item=ROSTER_ITEM)
    assert (row.rater, row.rater_person, row.subject) == (ana.invitation.organization, ana.invitation.person, b)
    assert (row.survey, row.counted_on, row.source, row.value) == (survey, None, "survey", 3)
    assert ana.client.post(f"{ana.home}step/o{b.pk}/", {f"f{n}": "1" for n in range(5000)}).status_code == 400
    assert Answer.objects.exclude(item=ROSTER_ITEM).count() == 1


def test_oneself_and_strangers_cannot_be_rated(survey: Survey, ana: Respondent) -> None:
    own, b, c, _d = organizations(survey)
    outside = factories.organization(collaboration=survey.collaboration)
    foreign = factories.organization()
    ana.begin().pick(b)
    for subject in (own, c, outside, foreign):  # itself; not picked; not on the roster; of another collaboration
        answer = ana.rate(subject, **ALL_SAID)
        assert answer.status_code == 404
        assert ("do not rate your own" if subject == own else "not asked about") in answer.content.decode()
    for unfit in (own, outside, foreign):
        assert ana.pick(unfit).status_code == 422
    assert not Answer.objects.exclude(item=ROSTER_ITEM).exists()


def test_a_closed_wave_says_so_and_loses_nothing(survey: Survey, ana: Respondent) -> None:
    _own, b, *_others = organizations(survey)
    ana.begin().pick(b)
    ana.rate(b, joint_work="2")
    today = survey.collaboration.today()
    survey.close(at=datetime.now(UTC), counted_on=today)
    answer = ana.rate(b, joint_work="5", trust_open="1")
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "This survey is closed" in text
    assert "came too late and was not saved" in text
    assert list(Answer.objects.exclude(item=ROSTER_ITEM).values_list("value", "counted_on")) == [(2, today)]
    part = ana.client.post(f"{ana.home}step/o{b.pk}/", {"joint-work": "5"}, headers={"HX-Request": "true"})
    assert (part.status_code, "Not saved" in part.content.decode()) == (409, True)


def test_the_window_is_kept(collaboration: Collaboration) -> None:
    today = collaboration.today()
    ahead = open_wave(collaboration, size=2, opens_on=today + timedelta(days=1))
    early = respondent(ahead, organizations(ahead)[0]).open()
    assert "not open yet" in early.text()
    assert early.client.post(early.home).status_code == 409
    past = factories.survey(
        *organizations(ahead),
        opens_on=today - timedelta(days=9),
        closes_on=today - timedelta(days=1),
    )
    late = respondent(past, organizations(past)[0]).open()
    assert "This survey is closed" in late.text()
    assert late.client.post(late.home).status_code == 409
    assert not Answer.objects.exists()


def test_declining_and_coming_back(survey: Survey, ana: Respondent) -> None:
    ana.open()
    assert "You need not take part" in ana.text("decline/")
    ana.client.post(ana.home + "decline/", {"reason": "No time this month"})
    ana.invitation.refresh_from_db()
    assert (ana.invitation.state, ana.invitation.reason) == ("declined", "No time this month")
    assert not Invitation.objects.unfinished().exists()
    assert ana.client.get(ana.home + "pick/").status_code == 409
    assert ana.client.post(ana.home).status_code == 302
    ana.invitation.refresh_from_db()
    assert (ana.invitation.state, ana.invitation.reason) == ("begun", "")


def test_withdrawing_takes_every_answer_back_until_the_wave_closes(survey: Survey, ana: Respondent) -> None:
    _own, b, *_others = organizations(survey)
    ana.begin().pick(b)
    ana.rate(b, **ALL_SAID)
    ana.client.post(ana.home + "review/")
    ana.client.post(ana.home + "decline/")
    ana.invitation.refresh_from_db()
    assert (ana.invitation.state, Answer.objects.count()) == ("withdrawn", 0)
    ben = respondent(survey, b).begin()
    ben.pick(ana.invitation.organization)
    survey.close(at=datetime.now(UTC), counted_on=survey.collaboration.today())
    assert ben.client.post(ben.home + "decline/").status_code == 409
    assert Answer.objects.count() == 3
