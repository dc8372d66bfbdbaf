"""What a personal link opens, and that nothing else does: forged, revoked and replaced links, mailed codes."""

import secrets
import uuid
from datetime import UTC, datetime, timedelta

from django.test import Client

from collab.models import OutboxMail
from partners.mailing import new_link
from partners.models import ROSTER_ITEM, Answer, Invitation, Survey
from tests import factories
from tests.partners.wave import ALL_SAID, Respondent, organizations, respondent

FORGED = 10_000


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
    forged -= {token}
    mutated = {token[:place] + sign + token[place + 1 :] for place in range(len(token)) for sign in letters} - {
        token
    }  # every link that differs from a real one in one sign
    forged |= mutated
    while len(forged) < FORGED:
        forged.add(secrets.token_urlsafe(32))
    now = datetime.now(UTC)
    assert (len(mutated), len(forged), token in forged) == (63 * 43, FORGED, False)
    assert [one for one in forged if Invitation.find(one, now=now) is not None] == []
    assert Invitation.find(token, now=now) == ana.invitation, "the real one opens"
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
