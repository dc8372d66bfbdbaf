"""Decisions: text and parts are written as one, seen by those who had a part, never overwritten unseen."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError
from django.urls import reverse

from collab.forms.decisions import DecisionForm
from collab.models import Decision, DecisionPart
from tests import factories
from tests.collab.hostile import CHOICES, DAYS, EVIL, IDS, QUERIES, TEXTS


def url(collaboration, what, *args):
    """The address of a page about decisions."""
    return reverse(f"collab:decision_{what}", args=[collaboration.slug, *args])


def typed(**changes):
    """What a browser sends for a new decision."""
    base = {
        "id": str(uuid4()), "text": "Share the records", "subject": "strategy", "how": "vote", "is_carried": "True",
        "decided_on": "2025-03-01", "meeting": "", "proposed_by": [], "approved_by": [],
    }  # fmt: skip
    return {name: value for name, value in (base | changes).items() if value is not None}


def parts(decision):
    """Who did what."""
    return set(decision.parts.values_list("part", "organization_id"))


def test_create_writes_decision_and_parts(team, collaboration, viva, estero):
    meeting = factories.meeting(viva)
    data = typed(proposed_by=[viva.pk], approved_by=[viva.pk, estero.pk], meeting=meeting.pk, is_carried="False")
    answer = team.post(url(collaboration, "create"), data)
    made = Decision.objects.get()
    assert (answer.status_code, answer.url, str(made.pk)) == (302, url(collaboration, "detail", made.pk), data["id"])
    assert (made.text, made.subject, made.how, made.is_carried, made.decided_on, made.meeting, made.collaboration) == (
        "Share the records", "strategy", "vote", False, date(2025, 3, 1), meeting, collaboration,
    )  # fmt: skip
    assert parts(made) == {("proposed", viva.pk), ("approved", viva.pk), ("approved", estero.pk)}


def test_same_form_sent_again_is_one_and_other_parts_are_other_content(team, collaboration, viva, estero):
    data = typed(proposed_by=[viva.pk], approved_by=[estero.pk])
    answers = [team.post(url(collaboration, "create"), data) for _ in range(3)]
    assert {(one.status_code, one.url) for one in answers} == {(302, answers[0].url)}
    assert (Decision.objects.count(), DecisionPart.objects.count()) == (1, 2)
    for changes in ({"approved_by": []}, {"approved_by": [estero.pk, viva.pk]}, {"text": "Other"}):
        assert team.post(url(collaboration, "create"), data | changes).status_code == 422
    assert (Decision.objects.count(), DecisionPart.objects.count()) == (1, 2)


def test_edit_changes_parts_with_the_text(team, collaboration, viva, estero):
    made = factories.decision(proposed=(viva,), approved=(viva,))
    kept = made.parts.get(part="proposed")
    data = typed(id=None, version=1, proposed_by=[viva.pk, estero.pk], approved_by=[estero.pk])
    assert team.post(url(collaboration, "edit", made.pk), data).status_code == 302
    made.refresh_from_db()
    assert (made.text, made.version) == ("Share the records", 2)
    assert parts(made) == {("proposed", viva.pk), ("proposed", estero.pk), ("approved", estero.pk)}
    assert made.parts.filter(pk=kept.pk).exists()


def test_loser_of_a_conflict_changes_no_part(team, collaboration, viva, estero):
    made = factories.decision(proposed=(viva,))
    edit = url(collaboration, "edit", made.pk)
    first = typed(id=None, version=1, proposed_by=[viva.pk], approved_by=[viva.pk], text="First")
    assert team.post(edit, first).status_code == 302
    late = team.post(edit, typed(id=None, version=1, proposed_by=[estero.pk], text="Second"))
    page = late.content.decode()
    assert (late.status_code, "First" in page, "Second" in page) == (422, True, True)
    assert 'name="version" value="2"' in page
    assert f'value="{estero.pk}" id="id_proposed_by' in page.replace('" checked', '"')
    made.refresh_from_db()
    assert (made.text, parts(made)) == ("First", {("proposed", viva.pk), ("approved", viva.pk)})


def test_decision_and_parts_are_written_together_or_not_at_all(collaboration, viva, monkeypatch):
    def fail(**values):
        raise IntegrityError

    monkeypatch.setattr(DecisionPart.objects, "create", fail)
    form = DecisionForm(typed(proposed_by=[viva.pk]), collaboration=collaboration)
    assert not form.store()
    assert Decision.objects.count() == 0


def test_rows_of_other_collaborations_are_no_choice(team, collaboration, viva):
    other = factories.organization()
    for changes in (
        {"proposed_by": [other.pk]}, {"approved_by": [viva.pk, other.pk]}, {"meeting": factories.meeting(other).pk},
    ):  # fmt: skip
        answer = team.post(url(collaboration, "create"), typed(**changes))
        assert (answer.status_code, Decision.objects.count(), DecisionPart.objects.count()) == (422, 0, 0)


@pytest.mark.parametrize("field", ["subject", "how", "is_carried", "proposed_by", "approved_by", "meeting"])
def test_choice_that_was_not_offered_is_refused(team, collaboration, field):
    for value in CHOICES:
        assert team.post(url(collaboration, "create"), typed(**{field: value})).status_code == 422, value


def test_same_organization_twice_is_one_part(team, collaboration, viva):
    assert team.post(url(collaboration, "create"), typed(proposed_by=[viva.pk, viva.pk])).status_code == 302
    assert DecisionPart.objects.count() == 1


@pytest.mark.parametrize("field", ["text", "subject", "how", "is_carried", "decided_on", "id"])
def test_missing_field(team, collaboration, field):
    answer = team.post(url(collaboration, "create"), typed(**{field: None}))
    assert answer.status_code == (302 if field == "id" else 422)


def test_day_that_is_none_is_refused_and_kept(team, collaboration):
    tomorrow = str(collaboration.today() + timedelta(days=1))
    for value in (*DAYS, tomorrow):
        answer = team.post(url(collaboration, "create"), typed(decided_on=value))
        assert (answer.status_code, f'value="{value}"' in answer.content.decode()) == (422, True), value
        assert "Share the records" in answer.content.decode()
    assert Decision.objects.count() == 0


def test_text_is_stored_or_refused_and_kept(team, collaboration):
    for text in TEXTS:
        before = Decision.objects.count()
        answer = team.post(url(collaboration, "create"), typed(text=text))
        assert answer.status_code in (302, 422)
        if answer.status_code == 422:
            assert Decision.objects.count() == before
            assert 'value="2025-03-01"' in answer.content.decode()
        else:
            answer = team.get(answer.url)
            assert answer.status_code == 200
        assert text not in answer.content.decode() or "<" not in text


def test_damaged_id_is_refused(team, collaboration):
    for value in IDS:
        assert team.post(url(collaboration, "create"), typed(id=value)).status_code == 422, value
    assert Decision.objects.count() == 0


def test_long_text_is_shown_whole_with_its_lines(team, collaboration, viva):
    made = factories.decision(proposed=(viva,), text="First line\nSecond <b>line</b> " + "word " * 50 + "end")
    page = team.get(url(collaboration, "detail", made.pk)).content.decode()
    assert "First line<br>Second &lt;b&gt;line&lt;/b&gt;" in page
    assert "word end" in page


def test_create_starts_from_its_meeting(team, collaboration, viva):
    collaboration.time_zone = "America/Mexico_City"
    collaboration.save()
    meeting = factories.meeting(viva, held_at=datetime(2025, 3, 2, 0, 30, tzinfo=UTC))
    page = team.get(f"{url(collaboration, 'create')}?meeting={meeting.pk}").content.decode()
    assert f'value="{meeting.pk}" selected' in page
    assert 'value="2025-03-01"' in page
    for query in ("?meeting=x", f"?meeting={uuid4()}", "?meeting=%00"):
        assert team.get(url(collaboration, "create") + query).status_code == 200


# -- the list ---------------------------------------------------------------------------------------------------------


def rows(client, collaboration, query=""):
    """The texts in the order of the list."""
    answer = client.get(url(collaboration, "list") + query)
    assert answer.status_code == 200
    return [one.text for one in answer.context["decisions"]]


def test_filters_and_orders_are_exact(team, collaboration, viva, estero):
    factories.decision(proposed=(viva,), approved=(estero,), text="One 100%", subject="strategy", how="vote")
    factories.decision(proposed=(viva,), text="Two_", decided_on=date(2025, 3, 2), is_carried=False, subject="money")
    factories.decision(proposed=(estero,), text="Three", decided_on=date(2025, 3, 3), how="alone")
    for query, expected in {
        "": ["Three", "Two_", "One 100%"],
        "?sort=oldest": ["One 100%", "Two_", "Three"],
        "?sort=subject": ["Two_", "One 100%", "Three"],
        "?q=%25": ["One 100%"],
        "?q=_": ["Two_"],
        "?q=THREE": ["Three"],
        "?subject=money": ["Two_"],
        "?how=alone": ["Three"],
        "?carried=no": ["Two_"],
        "?carried=yes": ["Three", "One 100%"],
        f"?organization={estero.pk}": ["Three", "One 100%"],
        "?since=2025-03-02": ["Three", "Two_"],
        "?until=2025-03-02": ["Two_", "One 100%"],
        "?since=2025-03-02&until=2025-03-02&carried=yes": [],
    }.items():
        assert rows(team, collaboration, query) == expected, query


def test_nonsense_is_passed_over(team, collaboration, viva):
    factories.decision(proposed=(viva,), text="Shown always")
    for number, query in enumerate(QUERIES):
        headers = {"HX-Request": "true"} if number % 2 else {}
        answer = team.get(url(collaboration, "list") + query, headers=headers)
        assert (answer.status_code, "Shown always" in answer.content.decode()) == (200, True), query
    part = team.get(url(collaboration, "list"), headers={"HX-Request": "true"})
    assert part.content.decode().lstrip().startswith('<div id="rows"')


def test_empty_lists_say_what_to_do(team, collaboration, funder, sign_in):
    assert "No decisions yet" in team.get(url(collaboration, "list")).content.decode()
    assert "No decision fits" in team.get(url(collaboration, "list") + "?q=x").content.decode()
    assert url(collaboration, "create") not in sign_in(funder).get(url(collaboration, "list")).content.decode()


@pytest.mark.parametrize("more", [1, 30])
def test_query_counts_are_constant(team, collaboration, viva, estero, more, django_assert_num_queries):
    for _number in range(more):
        extra = factories.organization(collaboration=collaboration)
        meeting = factories.meeting(viva)
        one = factories.decision(proposed=(viva, extra), approved=(estero,), meeting=meeting)
        factories.comment(one)
    team.get(url(collaboration, "list"))
    with django_assert_num_queries(8):
        team.get(url(collaboration, "list"))
    with django_assert_num_queries(7):
        team.get(url(collaboration, "detail", one.pk))
    with django_assert_num_queries(8):
        team.get(url(collaboration, "edit", one.pk))


# -- rights -----------------------------------------------------------------------------------------------------------


def test_partner_sees_those_with_an_own_part(collaboration, viva, estero, sign_in):
    talk = factories.meeting(estero, topics="Hidden talk")
    own = factories.decision(proposed=(estero,), approved=(viva,), text="Own", meeting=talk)
    other = factories.decision(proposed=(estero,), text="Other")
    partner = sign_in(factories.seat(collaboration=collaboration, role="partner", organization=viva))
    assert rows(partner, collaboration) == ["Own"]
    assert "Hidden talk" not in partner.get(url(collaboration, "detail", own.pk)).content.decode()
    assert partner.get(url(collaboration, "detail", other.pk)).status_code == 404


@pytest.mark.parametrize(("role", "reading", "writing"), [
    ("coordinator", 200, 200), ("facilitator", 200, 200), ("funder", 200, 403), ("partner", 200, 403),
    ("liaison", 200, 403), ("viewer", 403, 403),
])  # fmt: skip
def test_roles(collaboration, viva, sign_in, role, reading, writing):
    made = factories.decision(proposed=(viva,))
    client = sign_in(factories.seat(collaboration=collaboration, role=role, organization=viva))
    for what, args, expected in (
        ("list", (), reading), ("detail", (made.pk,), reading), ("create", (), writing), ("edit", (made.pk,), writing),
    ):  # fmt: skip
        assert client.get(url(collaboration, what, *args)).status_code == expected
        if what in ("create", "edit"):
            assert client.post(url(collaboration, what, *args), {}).status_code == (422 if writing == 200 else 403)


def test_ids_of_others_do_not_exist(team, collaboration, stranger, viva, sign_in):
    own = factories.decision(proposed=(viva,))
    foreign = factories.decision(proposed=(factories.organization(),))
    for pk in (foreign.pk, uuid4()):
        for what in ("detail", "edit"):
            for headers in ({}, {"HX-Request": "true"}):
                assert team.get(url(collaboration, what, pk), headers=headers).status_code == 404
    assert team.post(url(collaboration, "edit", foreign.pk), typed(version=1)).status_code == 404
    assert sign_in(stranger).get(url(collaboration, "detail", own.pk)).status_code == 404


def test_text_is_escaped_wherever_it_stands(team, collaboration):
    evil = factories.organization(collaboration=collaboration, name=EVIL, short_label="<img>")
    one = factories.decision(proposed=(evil,), text=EVIL, meeting=factories.meeting(evil, topics=EVIL))
    for page in (url(collaboration, "list"), url(collaboration, "create"), url(collaboration, "detail", one.pk),
                 url(collaboration, "edit", one.pk)):  # fmt: skip
        text = team.get(page).content.decode()
        assert "<img" not in text
        assert "&lt;img src=x" in text
