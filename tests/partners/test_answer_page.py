"""The answer page: from the link to thanks, saved after each answer, in short pages and several languages."""

from decimal import Decimal

import pytest

from collab.models import Collaboration
from partners.models import ROSTER_ITEM, Answer, Survey
from tests.partners.wave import ALL_SAID, Respondent, open_wave, organizations, respondent


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
    assert "Guardar y ver mi mapa" in text
    assert ">no puedo decirlo<" in text
    assert "Save" not in text.split("<main")[1].split("</main")[0]
    assert 'name="joint-work" value="2" id="id_joint-work_2" checked' in text
    ana.client.post(ana.home + "language/", {"language": "de"})  # not a language of this wave
    ana.rate(b, trust_open="2")
    assert Answer.objects.get(item="trust-open").language == "es"


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
