"""Bad input: whatever is typed, the answer is a page or an error summary, never a crash; nothing is half written."""

import json

import pytest
from django.db import transaction

from collab.forms.meetings import MeetingForm
from collab.models import Meeting
from tests import factories
from tests.collab.meeting_story import Here, counts, typed

TEXTS = [
    "", "   ", "a\x00b", "\u202egpj.exe", "\u200b", "İßﬁ", "👩‍👩‍👧", "e" + "\u0301" * 500, "a\r\n\r\nb", "\x1b[2J",
    "%00",
    "%c0%ae", "' OR 1=1--", '"; DROP TABLE x;--', "{{7*7}}", "${7*7}", "%s%n", "../../etc/passwd", "NULL", "None",
    "NaN", "true", "<script>top.__x=1</script>", '"><img src=x onerror=top.__x=1>', "<svg/onload=top.__x=1>",
    "</script><script>top.__x=1</script>", "</textarea><b>x</b>", '<div hx-get="/x" hx-trigger="load">',
    '<div data-hx-on:load="top.__x=1">', '<form action="//evil">', "<base href=//evil/>",
    "<b class=x>", "&lt;img&gt;", "%{x}",
]  # fmt: skip
FIELDS = ["topics", "summary", "private_note", "newcomers-0-person_name", "newcomers-0-organization_name",
          "promises-0-text", "decisions-0-text"]  # fmt: skip
DAYS = [
    "-1", "0", "1e309", "NaN", "Infinity", "1,5", "2147483648", "9223372036854775808", "-0", "0001-01-01", "9999-12-31",
    "1989-12-31", "2100-01-01", "2023-02-29", "2026-13-01", "20260-01-01", "2026-03-08T02:30", "24:00", "\x00",
    "a" * 9999,
]  # fmt: skip


@pytest.fixture
def here(facilitator, sign_in):
    """A facilitator at work."""
    return Here(facilitator, sign_in(facilitator))


@pytest.mark.parametrize("field", FIELDS)
def test_text_is_stored_as_typed_or_refused_and_kept(here, field):
    for text in TEXTS:
        with transaction.atomic():
            _try_text(here, field, text)
            transaction.set_rollback(True)


def _try_text(here, field, text):
    before = counts()
    answer = here.client.post(here.log, typed(here, **{field: text}))
    page = answer.content.decode()
    assert answer.status_code in (302, 422), text
    if answer.status_code == 422:
        assert counts() == before, text
        assert "Viva showed the first month." in page or field == "summary"
    else:
        page = here.client.get(answer.url).content.decode()
    assert text not in page or "<" not in text, text


@pytest.mark.parametrize("field", ["topics", "summary", "private_note", "promises-0-text", "decisions-0-text"])
def test_a_megabyte_is_refused_and_nothing_is_written(here, field):
    before = counts()
    answer = here.client.post(here.log, typed(here, **{field: "a" * 1_000_000}))
    assert answer.status_code == 422
    assert counts() == before


@pytest.mark.parametrize("field", ["day", "promises-0-due_on"])
@pytest.mark.parametrize("value", DAYS)
def test_day_that_is_none_is_refused_and_kept(here, field, value):
    before = counts()
    other = {"when": "other"} if field == "day" else {"promises-0-due": "other"}
    answer = here.client.post(here.log, typed(here, **{field: value}, **other))
    assert answer.status_code == 422
    assert counts() == before
    assert f'value="{value}"' in answer.content.decode()


def test_leap_day_and_wide_digits_are_days(here):
    for value in ("2024-02-29", "２０２４-02-29"):
        assert here.client.post(here.log, typed(here, when="other", day=value)).status_code == 302
    assert {one.held_at.date().isoformat() for one in Meeting.objects.all()} == {"2024-02-29"}


@pytest.mark.parametrize("value", ["24:00", "23:59:60", "-1", "1e309", "NaN", "noon", "\x00", "25:00"])
def test_time_that_is_none_is_refused(here, value):
    answer = here.client.post(here.log, typed(here, clock=value))
    assert answer.status_code == 422
    assert Meeting.objects.count() == 0


@pytest.mark.parametrize("field", ["mode", "kind", "when", "who", "called_by", "chaired_by", "promises-0-who",
                                   "promises-0-to", "promises-0-due", "decisions-0-proposed_by",
                                   "decisions-0-outcome", "newcomers-0-organization"])  # fmt: skip
def test_choice_that_was_not_offered_is_refused(here, field):
    extra = {"newcomers-0-person_name": "Somebody"} if field.startswith("newcomers") else {}
    for value in ("nonsense", "-1", "99999999999999999999", "1e309", "a\x00b", "o0", "p1-", "1.0"):
        answer = here.client.post(here.log, typed(here, **extra, **{field: value}))
        assert answer.status_code == 422, value
    assert Meeting.objects.count() == 0


@pytest.mark.parametrize("field", ["id", "mode", "when", "promises-0-text", "promises-0-who", "promises-0-due",
                                   "decisions-0-text", "decisions-0-outcome"])  # fmt: skip
def test_missing_field(here, field):
    answer = here.client.post(here.log, typed(here, **{field: None}))
    assert answer.status_code == (302 if field == "id" else 422)
    assert Meeting.objects.count() == (field == "id")


@pytest.mark.parametrize("value", ["x", "0", "None", "a\x00b", "1" * 40, "{}"])
def test_damaged_id_is_refused(here, value):
    answer = here.client.post(here.log, typed(here, id=value))
    assert answer.status_code == 422
    assert "Load it again" in answer.content.decode()
    assert Meeting.objects.count() == 0


@pytest.mark.parametrize("prefix", ["promises", "decisions", "newcomers"])
@pytest.mark.parametrize("value", ["-1", "x", "1e309", "99999", "2147483648", "\x00", "11"])
def test_damaged_row_count_is_refused(here, prefix, value):
    answer = here.client.post(here.log, typed(here, **{f"{prefix}-TOTAL_FORMS": value}))
    assert answer.status_code == 422
    assert Meeting.objects.count() == 0
    asked = here.client.post(here.log, typed(here, **{f"{prefix}-TOTAL_FORMS": value}, more=prefix))
    assert asked.status_code == 200


def test_same_field_twice_takes_the_last(here):
    here.client.post(here.log, typed(here, topics=["First", "Second"]))
    assert Meeting.objects.get().topics == "Second"


def test_promise_to_oneself_and_before_it_was_made_are_explained(here):
    own = here.client.post(here.log, typed(here, **{"promises-0-to": str(here.estero.pk)}))
    assert "promises to itself" in own.content.decode()
    early = here.client.post(here.log, typed(here, **{"promises-0-due": "other", "promises-0-due_on": "2001-01-01"}))
    assert "cannot be due before it was made" in early.content.decode()
    assert (own.status_code, early.status_code, Meeting.objects.count()) == (422, 422, 0)


def test_wrong_content_type_and_empty_body(here):
    as_json = here.client.post(here.log, json.dumps(typed(here)), content_type="application/json")
    assert (as_json.status_code, here.client.post(here.log, {}).status_code) == (422, 422)
    assert Meeting.objects.count() == 0


def test_ten_thousand_fields_and_a_huge_body(here):
    many = typed(here) | {f"x{number}": "1" for number in range(10_000)}
    assert here.client.post(here.log, many).status_code == 400
    assert here.client.post(here.log, typed(here, summary="a" * 3_000_000)).status_code in (400, 413, 422)
    assert Meeting.objects.count() == 0


def test_half_a_surrogate_pair_is_an_error(here):
    data = {"mode": "call", "day": "2025-03-01", "who": [f"o{here.viva.pk}"], "topics": "a\ud800b", "kind": "event"}
    form = MeetingForm(data, collaboration=here.collaboration)
    assert not form.store()
    assert form.errors["topics"] == ["This text holds signs that cannot be stored."]


def test_text_is_escaped_wherever_it_stands(here):
    evil = '"><img src=x onerror=top.__x=1>'
    name = factories.person(organization=here.viva, name=evil)
    factories.organization(collaboration=here.collaboration, name=f"{evil} too")
    data = typed(here, topics=evil, summary=evil, who=[f"p{name.pk}-{here.viva.pk}"], **{"promises-0-text": evil})
    assert here.client.post(here.log, data).status_code == 302
    meeting = Meeting.objects.get()
    for url in (here.list, meeting.get_absolute_url(), here.log, here.url("edit", meeting.pk)):
        page = here.client.get(url).content.decode()
        assert "<img" not in page
        assert "&lt;img src=x" in page
