"""The answer page: from the link to thanks, and everything that may go wrong on the way."""

import secrets
import uuid
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from collab.models import Collaboration, OutboxMail
from partners.mailing import new_link
from partners.models import ROSTER_ITEM, Answer, Invitation, Survey
from tests import factories
from tests.partners.wave import ALL_SAID, Respondent, open_wave, organizations, respondent


@pytest.fixture
def survey(collaboration: Collaboration) -> Survey:
    """An open wave over four partners."""
    return open_wave(collaboration)


@pytest.fixture
def ana(survey: Survey) -> Respondent:
    """Somebody of the first partner who has not opened the link yet."""
    return respondent(survey, organizations(survey)[0])


def test_from_the_link_to_thanks(survey: Survey, ana: Respondent) -> None:
    opened = ana.client.get(ana.link)
    assert (opened.status_code, opened.headers["Location"]) == (302, ana.home)
    assert "I agree, begin" in ana.text()
    assert ana.client.post(ana.home).headers["Location"] == ana.home + "pick/"
    _own, b, c, d = organizations(survey)
    page = ana.text("pick/")
    assert all(one.name in page for one in (b, c, d))
    assert "Partner 00" not in page.split("<main")[1]
    assert ana.pick(b, d).headers["Location"] == f"{ana.home}step/o{b.pk}/"
    assert ana.rate(b, **ALL_SAID).headers["Location"] == f"{ana.home}step/o{d.pk}/"
    assert ana.rate(d, joint_work="0").headers["Location"] == ana.home + "review/"
    review = ana.text("review/")
    assert "works with 2 partners" in review
    assert "1 step is still open" in review
    assert ana.client.post(ana.home + "review/").headers["Location"] == ana.home
    assert "Thank you. Your answers are saved." in ana.text()
    rows = Answer.objects.exclude(item=ROSTER_ITEM).order_by("subject__name", "item")
    assert list(rows.values_list("subject__name", "item", "value", "counted_on", "language")) == [
        ("Partner 01", "joint-work", Decimal(3), None, "en"), ("Partner 01", "trust-goals", Decimal(3), None, "en"),
        ("Partner 01", "trust-open", None, None, "en"), ("Partner 01", "trust-reliable", Decimal(4), None, "en"),
        ("Partner 03", "joint-work", Decimal(0), None, "en"),
    ]  # fmt: skip
    picks = Answer.objects.filter(item=ROSTER_ITEM).values_list("subject__name", "value")
    assert sorted(picks) == [("Partner 01", Decimal(1)), ("Partner 02", Decimal(0)), ("Partner 03", Decimal(1))]


def test_after_finishing_there_is_thanks_only(survey: Survey, ana: Respondent) -> None:
    _own, b, *_others = organizations(survey)
    ana.begin().pick(b)
    ana.rate(b, **ALL_SAID)
    ana.client.post(ana.home + "review/")
    before = list(Answer.objects.order_by("pk").values())
    for path in ("pick/", f"step/o{b.pk}/", "review/", "earlier/"):
        answer = ana.client.get(ana.home + path)
        assert answer.status_code == 409
        assert "Thank you. Your answers are saved." in answer.content.decode()
    assert ana.rate(b, joint_work="1").status_code == 409
    assert list(Answer.objects.order_by("pk").values()) == before


def test_what_was_said_is_there_again_in_another_browser(survey: Survey, ana: Respondent) -> None:
    _own, b, *_others = organizations(survey)
    ana.begin().pick(b)
    ana.rate(b, joint_work="2")
    again = Respondent(ana.invitation, ana.link).open()
    assert again.client.post(again.home).headers["Location"] == f"{again.home}step/o{b.pk}/"
    assert 'name="joint-work" value="2" id="id_joint-work_2" checked' in again.text(f"step/o{b.pk}/")


def test_a_change_by_htmx_is_saved_and_says_so(survey: Survey, ana: Respondent) -> None:
    _own, b, *_others = organizations(survey)
    ana.begin().pick(b)
    answer = ana.client.post(f"{ana.home}step/o{b.pk}/", {"trust-open": "2"}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "Saved at" in answer.content.decode()
    assert "<html" not in answer.content.decode()
    assert Answer.objects.get(item="trust-open").value == 2


def test_sent_twice_or_changed_there_is_one_answer(survey: Survey, ana: Respondent) -> None:
    _own, b, *_others = organizations(survey)
    ana.begin().pick(b)
    for level in ("4", "4", "2"):
        ana.rate(b, trust_open=level)
    assert list(Answer.objects.filter(item="trust-open").values_list("value", flat=True)) == [2]


def test_whom_one_rated_stays_picked(survey: Survey, ana: Respondent) -> None:
    _own, b, c, _d = organizations(survey)
    ana.begin().pick(b)
    ana.rate(b, joint_work="2")
    ana.pick(c)
    picked = Answer.objects.filter(item=ROSTER_ITEM, value=1).values_list("subject__name", flat=True)
    assert sorted(picked) == [b.name, c.name]
    assert Answer.objects.get(item="joint-work").value == 2


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


def test_anothers_page_is_not_found_and_two_links_in_one_browser_do_not_mix(survey: Survey, ana: Respondent) -> None:
    own, b, c, _d = organizations(survey)
    ben = respondent(survey, b).begin()
    assert ana.open().client.get(ben.home).status_code == 404
    both = Respondent(ben.invitation, ben.link, client=ana.client).open()
    assert ana.client.post(ana.home).status_code == 302
    assert ana.pick(c).status_code == both.pick(c).status_code == 302
    both.rate(c, joint_work="1")
    ana.rate(c, joint_work="4")
    rows = Answer.objects.filter(item="joint-work").values_list("rater__name", "value")
    assert sorted(rows) == [(own.name, 4), (b.name, 1)]


def test_ten_thousand_forged_links_open_nothing(survey: Survey, ana: Respondent, client: Client) -> None:
    token = ana.link.strip("/").removeprefix("a/")
    dice = secrets.SystemRandom()
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    forged = {
        token[:-1],
        token + "A",
        token.swapcase(),
        token[::-1],
        f" {token}",
        f"{token}%00",
        token.replace("-", "+"),
    }
    for _n in range(5_000):  # one sign changed
        place = dice.randrange(len(token))
        forged.add(token[:place] + dice.choice(letters) + token[place + 1 :])
    while len(forged) < 10_000:
        forged.add(secrets.token_urlsafe(32))
    forged.discard(token)
    now = datetime.now(UTC)
    assert len(forged) >= 9_999
    assert [one for one in forged if Invitation.find(one, now=now) is not None] == []
    answers = [client.get(f"/a/{one}/") for one in list(forged)[:200]]
    assert {one.status_code for one in answers} == {404}
    assert not client.session.keys(), "a forged link leaves nothing behind"
    assert len({_without_language(one.content.decode()) for one in answers}) == 1


def _without_language(text: str) -> str:
    return " ".join(text.split())


def test_unknown_revoked_and_replaced_links_answer_alike(survey: Survey, ana: Respondent, client: Client) -> None:
    old = ana.link
    newer = Respondent(ana.invitation, old)
    newer.link = new_link(ana.invitation, survey=survey)
    replaced = client.get(old)
    ana.invitation.revoke(at=datetime.now(UTC))
    revoked = client.get(newer.link)
    never = client.get(f"/a/{secrets.token_urlsafe(32)}/")
    nobody = client.get(f"/answer/{uuid.uuid4()}/")
    locked = client.get(ana.home)
    assert {one.status_code for one in (replaced, revoked, never, nobody, locked)} == {404}
    assert len({one.content for one in (replaced, revoked, never, nobody, locked)}) == 1


def test_revoking_ends_an_open_browser_at_once(survey: Survey, ana: Respondent) -> None:
    _own, b, *_others = organizations(survey)
    ana.begin().pick(b)
    ana.invitation.revoke(at=datetime.now(UTC))
    assert ana.rate(b, **ALL_SAID).status_code == 404
    assert not Answer.objects.exclude(item=ROSTER_ITEM).exists()


def test_opening_consumes_nothing_and_writes_no_answer(survey: Survey, ana: Respondent) -> None:
    for _n in range(3):
        assert Client().get(ana.link).status_code == 302
        assert Client().head(ana.link).status_code == 302
    ana.invitation.refresh_from_db()
    assert (ana.invitation.used_at, ana.invitation.consented_at) == (None, None)
    assert Client().post(ana.link).status_code == 405


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


def test_another_language_changes_the_questions_and_keeps_the_answers(survey: Survey, ana: Respondent) -> None:
    _own, b, *_others = organizations(survey)
    ana.begin().pick(b)
    ana.rate(b, joint_work="2")
    step = f"o{b.pk}"
    moved = ana.client.post(ana.home + "language/", {"language": "es", "step": step})
    assert moved.headers["Location"] == f"{ana.home}step/{step}/"
    text = ana.text(f"step/{step}/")
    assert "Hacen lo que dicen que van a hacer." in text
    assert 'lang="es"' in text
    assert 'name="joint-work" value="2" id="id_joint-work_2" checked' in text
    ana.client.post(ana.home + "language/", {"language": "de"})  # not a language of this wave
    ana.rate(b, trust_open="2")
    assert Answer.objects.get(item="trust-open").language == "es"


def test_earlier_answers_are_shown_only_after_the_code_from_the_mail(survey: Survey, ana: Respondent) -> None:
    own, b, *_others = organizations(survey)
    person = {"rater_person": ana.invitation.person}
    factories.answers(own, b, joint=1, trust=(2, 2, 2), **person)
    factories.answers(b, own, joint=5, trust=(4, 4, 4))
    ana.begin().pick(b)
    page = f"step/o{b.pk}/"
    assert 'class="before"' not in ana.text(page)
    ana.client.post(ana.home + "earlier/", {"send": "1"})
    ana.client.post(ana.home + "earlier/", {"send": "1"})  # one code a minute
    [mail] = OutboxMail.objects.all()
    assert mail.to == ana.invitation.address
    code = next(word for word in mail.body.split() if word.isdigit() and len(word) == 8)
    wrong = "00000000" if code != "00000000" else "11111111"
    assert ana.client.post(ana.home + "earlier/", {"code": wrong}).status_code == 422
    stranger = Respondent(ana.invitation, ana.link).open()
    assert 'class="before"' not in stranger.text(page)
    assert ana.client.post(ana.home + "earlier/", {"code": code}).status_code == 302
    text = ana.text(page)
    assert text.count('class="before"') == 4
    assert '<label class="before"><input type="radio" name="joint-work" value="1"' in text
    assert 'class="before"' not in stranger.text(page)
    assert stranger.client.post(stranger.home + "earlier/", {"code": code}).status_code == 422, "a code works once"


def test_a_code_is_guessed_five_times_at_most(survey: Survey, ana: Respondent) -> None:
    now = datetime.now(UTC)
    code = ana.invitation.make_code(at=now)
    other = f"{(int(code) + 1) % 10**8:08}"
    assert [ana.invitation.accepts_code(other, at=now) for _n in range(5)] == [False] * 5
    assert not ana.invitation.accepts_code(code, at=now)
    fresh = ana.invitation.make_code(at=now)
    assert not ana.invitation.accepts_code(fresh, at=now + timedelta(minutes=10, seconds=1))
    assert ana.invitation.accepts_code(fresh, at=now + timedelta(minutes=9, seconds=59))


def test_questions_about_the_collaboration_come_in_short_pages(collaboration: Collaboration) -> None:
    survey = open_wave(collaboration, size=3, key="health-check")
    ben = respondent(survey, organizations(survey)[1]).begin()
    answer = ben.client.post(ben.home)
    seen = 0
    while "/step/" in answer.headers["Location"]:
        path = answer.headers["Location"]
        text = ben.client.get(path).content.decode()
        assert len(text.encode()) <= 14 * 1024
        names = sorted(set(names_of(text)))
        assert len(names) <= 6
        seen += len(names)
        answer = ben.client.post(path, dict.fromkeys(names, "4") | {"health-words": "More <b>time</b>"})
    assert seen == 22
    assert Answer.objects.filter(subject=None, value=4).count() == 22
    assert Answer.objects.get(item="health-words").text == "More <b>time</b>"
    assert "That is all. Thank you!" in ben.text("review/")


def names_of(text: str) -> list[str]:
    """The names of all radio buttons."""
    return [part.split('"')[0] for part in text.split('type="radio" name="')[1:]]


@pytest.mark.parametrize("size", [3, 31])
def test_query_count_of_a_step_is_constant(
    collaboration: Collaboration, django_assert_num_queries: object, size: int
) -> None:
    survey = open_wave(collaboration, size=size)
    own, b, *others = organizations(survey)
    ana = respondent(survey, own).begin()
    ana.pick(b, *others)
    with django_assert_num_queries(7):  # type: ignore[operator]
        text = ana.text(f"step/o{b.pk}/")
    assert len(text.encode()) <= 14 * 1024
