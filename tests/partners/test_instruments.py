"""Instruments of one's own: copied, reworded, extended, published in versions; what is published stays as it is."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from partners.drafts import in_order
from partners.models import Answer, Instrument, Survey
from partners.questionnaire import SCORED
from tests import factories
from tests.partners.conftest import Desk
from tests.partners.wave import open_wave, organizations, respondent

NOW = datetime(2025, 3, 1, tzinfo=UTC)


@pytest.fixture
def draft(chair: Desk) -> Instrument:
    """A draft of the relationship survey, begun by its page."""
    answer = chair.send("partners:instrument_create", source="file:relationship", name="River ties")
    made = Instrument.objects.get()
    assert answer.headers["Location"] == chair.url("partners:instrument_edit", made.pk)
    return made


def typed(chair: Desk, draft: Instrument, language: str = "en", **changes: str) -> dict[str, str]:
    """What the page sends when only this is changed."""
    text = chair.page("partners:instrument_edit", draft.pk, language=language)
    sent = dict(re.findall(r'<input type="(?:hidden|text)" name="(?!csrf)([^"]+)" value="([^"]*)"', text))
    sent |= {
        name: words.strip() for name, words in re.findall(r'<textarea name="([^"]+)"[^>]*>([^<]*)</textarea>', text)
    }
    sent |= dict.fromkeys(re.findall(r'<select name="([^"]+)"', text), "true-of-them")
    return sent | changes


def save(chair: Desk, draft: Instrument, sent: dict[str, str], language: str = "en") -> Any:
    """The answer to the form."""
    return chair.client.post(chair.url("partners:instrument_edit", draft.pk) + f"?language={language}", sent)


def test_from_a_copy_to_answers_on_an_own_item(chair: Desk, draft: Instrument) -> None:
    sent = typed(chair, draft, **{"s0-new": "They share their catch records.", "scale-new": "never\nat times\nalways"})
    assert save(chair, draft, sent).status_code == 302
    draft.refresh_from_db()
    assert (draft.name, draft.version, draft.questionnaire.title["en"]) == ("River ties", 1, "River ties")
    [own] = [one for one in draft.questionnaire.items if one.key.startswith("own-")]
    assert (own.key, own.scale) == ("own-they-share-their-catch-records", "true-of-them")
    assert draft.questionnaire.languages == ["en"], "the new item has no other words yet"
    assert [one.key for one in draft.questionnaire.scales][-1] == "own-never"
    chair.send("partners:instrument_publish", draft.pk)
    draft.refresh_from_db()
    assert draft.published_at is not None
    survey = open_wave(chair.collaboration, size=2, instrument=draft)
    one, other = organizations(survey)
    ana = respondent(survey, one).begin()
    ana.pick(other)
    ana.rate(other, own_they_share_their_catch_records="4", joint_work="2")
    row = Answer.objects.get(item=own.key)
    assert (row.value, row.language, row.survey.instrument, row.survey.instrument.version) == (4, "en", draft, 1)


def test_words_are_put_into_another_language(chair: Desk, draft: Instrument) -> None:
    save(chair, draft, typed(chair, draft, **{"s0-new": "They share records."}))
    draft.refresh_from_db()
    place = len(draft.questionnaire.sections[0].items) - 1
    sent = typed(chair, draft, "es", **{f"s0-i{place}": "Comparten registros.", "title": "Lazos del río"})
    assert save(chair, draft, sent, "es").status_code == 302
    draft.refresh_from_db()
    words = draft.questionnaire
    assert words.languages == ["en", "es"]
    assert (words.items[place].text["es"], words.title["es"], words.title["en"]) == (
        "Comparten registros.", "Lazos del río", "River ties",
    )  # fmt: skip


def test_an_item_is_moved_and_all_others_keep_their_order(chair: Desk, draft: Instrument) -> None:
    before = [one.key for one in draft.questionnaire.sections[0].items]
    last = len(before) - 1
    assert save(chair, draft, typed(chair, draft, **{f"s0-i{last}-place": "1"})).status_code == 302
    draft.refresh_from_db()
    assert [one.key for one in draft.questionnaire.sections[0].items] == [before[last], *before[:last]]
    assert save(chair, draft, typed(chair, draft, **{"s0-i0-place": str(last + 1)})).status_code == 302
    draft.refresh_from_db()
    assert [one.key for one in draft.questionnaire.sections[0].items] == before
    refused = save(chair, draft, typed(chair, draft, **{"s0-i0-place": "9", "s0-title": "Kept"}))
    assert refused.status_code == 422
    assert 'value="Kept"' in refused.content.decode()


@pytest.mark.parametrize(
    ("places", "out", "left"),
    [
        ([1, 2, 3, 4], [], "abcd"),
        ([None] * 4, [], "abcd"),
        ([3, 2, 3, 4], [], "bcad"),
        ([1, 2, 3, 1], [], "dabc"),
        ([4, 3, 2, 1], [], "dcba"),
        ([1, 1, 1, 4], [], "bcad"),
        ([4, 2, 3, 4], ["b"], "cda"),
    ],
)
def test_places_of_items(places: list[int | None], out: list[str], left: str) -> None:
    items = [{"key": key} for key in "abcd"]
    found = in_order(items, places, [key in out for key in "abcd"])
    assert "".join(one["key"] for one in found) == left


def test_an_item_is_taken_out(chair: Desk, draft: Instrument) -> None:
    before = [one.key for one in draft.questionnaire.items]
    assert save(chair, draft, typed(chair, draft) | {"s0-i1-out": "on"}).status_code == 302
    draft.refresh_from_db()
    assert [one.key for one in draft.questionnaire.items] == [before[0], *before[2:]]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"title": ""}, "This field is required"),
        ({"s0-i0": "  "}, "This field is required"),
        ({"k0": "hardly\nfully"}, "This scale has 4 levels, and 2 lines were written."),
        ({"scale-new": "only one"}, "Write two to ten lines."),
        ({"s0-i0": "a\x00b"}, "Null characters are not allowed"),
        ({"s0-new": "One more", "s0-new-scale": "nowhere"}, "Select a valid choice"),
        ({"seen": "0" * 32}, "Somebody else changed this draft."),
        ({f"s0-i{n}-out": "on" for n in range(4)} | {f"s1-i{n}-out": "on" for n in range(4)}, "one item at least"),
    ],
)
def test_what_does_not_fit_is_refused_and_kept(
    chair: Desk, draft: Instrument, changes: dict[str, str], says: str
) -> None:
    answer = save(chair, draft, typed(chair, draft, **{"s0-hint": "Kept words"}) | changes)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert says in text
    assert "Kept words" in text
    content = draft.content
    draft.refresh_from_db()
    assert draft.content == content


def test_a_published_version_is_not_changed_and_the_next_one_begins_from_it(chair: Desk, draft: Instrument) -> None:
    chair.send("partners:instrument_publish", draft.pk)
    assert chair.client.get(chair.url("partners:instrument_edit", draft.pk)).status_code == 302
    draft.refresh_from_db()
    assert not draft.rewrite(draft.questionnaire)
    assert not draft.publish(at=NOW), "published once"
    chair.send("partners:instrument_create", source=str(draft.pk), name="River ties, shorter")
    chair.send("partners:instrument_create", source="file:relationship", name="Another click")
    versions = Instrument.objects.filter(is_shipped=False).values_list("version", "name", "published_at")
    assert [(version, name) for version, name, _at in versions.order_by("version")] == [
        (1, "River ties"), (2, "River ties, shorter"),
    ]  # fmt: skip
    assert "Begin the next version" in chair.page("partners:instrument_detail", draft.pk)


@pytest.mark.parametrize("change", ["content = '{}'", "name = 'x'", "version = 9", "published_at = NULL"])
def test_the_database_keeps_what_is_published(chair: Desk, draft: Instrument, change: str) -> None:
    draft.publish(at=NOW)
    refused = pytest.raises(IntegrityError, match="published_instrument_stays")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE partners_instrument SET {change} WHERE id = %s", [draft.pk])  # noqa: S608  our own words


def test_a_wave_asks_what_is_published(chair: Desk, draft: Instrument) -> None:
    with pytest.raises(IntegrityError, match="wave_asks_what_is_published"), transaction.atomic():
        factories.survey(collaboration=chair.collaboration, instrument=draft)


def test_a_wave_keeps_its_instrument(chair: Desk, draft: Instrument) -> None:
    draft.publish(at=NOW)
    survey = open_wave(chair.collaboration, size=2)
    with pytest.raises(IntegrityError, match="wave_keeps_its_instrument"), transaction.atomic():
        Survey.objects.filter(pk=survey.pk).update(instrument=draft)


def test_a_facilitator_reads_and_does_not_change(desk: Desk) -> None:
    text = desk.page("partners:instrument_file", "relationship")
    assert "read by a score" in text
    assert "Copy and change" not in text
    assert desk.client.get(desk.url("partners:instrument_create")).status_code == 403
    spanish = desk.page("partners:instrument_file", "relationship", language="es")
    assert "Hacen lo que dicen que van a hacer." in spanish
    assert "not yet tested with respondents" in spanish


def test_items_of_ones_own_never_reach_a_score() -> None:
    assert not [key for key in SCORED if key.startswith("own-")]


@pytest.mark.parametrize("count", [1, 30])
def test_instrument_list_query_count_is_constant(chair: Desk, django_assert_num_queries: Any, count: int) -> None:
    for n in range(count):
        factories.instrument(collaboration=chair.collaboration, is_shipped=False, version=n + 1)
    chair.page("partners:instrument_list")
    with django_assert_num_queries(4):
        assert chair.page("partners:instrument_list").count("/edit/") == 0
