"""Stance, consultations on the page of a meeting, influence and interest, the role of the state."""

import csv
import io
import re
from datetime import date

import pytest

from government.models import Consultation, Influence, Stance, StateRole
from government.timing import suggested_timing
from government.words import STANCE
from tests import factories
from tests.government import story


@pytest.fixture
def mandate(desk):
    """A mandate to talk about."""
    return story.mandate(desk.collaboration)


# -- stance ---


def test_stance_form_shows_five_levels_and_what_may_follow_from_each(desk, mandate):
    page = desk.page("stance_create", mandate.pk)
    for level, (words, steps) in STANCE.items():
        assert str(Stance.Level(level).label) in page
        for text in (words, *steps):
            assert str(text) in page


def test_stance_is_saved_and_the_newest_stands_with_its_next_steps(desk, mandate):
    story.stance(mandate, 2)
    data = {"level": "1", "seen_on": "2025-06-01", "evidence": "“Prepare it and I will decide.”"}
    assert desk.client.post(desk.url("stance_create", mandate.pk), data).status_code == 302
    page = desk.page("mandate_detail", mandate.pk)
    assert "Sole decider" in page
    assert "Bring two or three options with their costs" in page
    assert page.index("1 Jun 2025") < page.index("1 Feb 2025")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"level": "5"}, "valid choice"), ({"level": ""}, "required"), ({"seen_on": "2098-01-01"}, "future"),
        ({"evidence": "x" * 401}, "at most 400"), ({"meeting": "not-an-id"}, "valid choice"),
        ({"meeting": "00000000-0000-0000-0000-000000000001"}, "valid choice"),
    ],
)  # fmt: skip
def test_wrong_stance_is_422(desk, mandate, changes, said):
    data = {"level": "1", "seen_on": "2025-06-01", "evidence": "Kept words"} | changes
    answer = desk.client.post(desk.url("stance_create", mandate.pk), data)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "evidence" in changes or "Kept words" in answer.content.decode()
    assert not Stance.objects.exists()


def test_stance_takes_its_day_from_the_meeting(desk, mandate):
    meeting = factories.meeting(desk.collaboration.backbone, mandate.body)
    page = desk.page("stance_create", mandate.pk, meeting=str(meeting.pk))
    assert 'value="2025-03-01"' in page
    assert f'<option value="{meeting.pk}" selected>' in page
    other = factories.meeting(factories.organization())
    assert str(other.pk) not in desk.page("stance_create", mandate.pk, meeting=str(other.pk))


# -- consultations ---


@pytest.mark.parametrize(
    ("on", "dates", "timing"),
    [
        (date(2025, 3, 1), {"framed_on": None}, ""),
        (date(2025, 3, 1), {"framed_on": date(2025, 3, 2)}, "before framing"),
        (date(2025, 3, 2), {"framed_on": date(2025, 3, 2)}, "before draft"),
        (date(2025, 5, 1), {"framed_on": date(2025, 3, 2), "drafted_on": date(2025, 5, 1)}, "before approval"),
        (
            date(2025, 9, 1),
            {"framed_on": date(2025, 3, 2), "drafted_on": date(2025, 5, 1), "approved_on": date(2025, 9, 1)}, "later",
        ),
    ],
)  # fmt: skip
def test_timing_is_suggested_from_the_dates(on, dates, timing):
    assert suggested_timing(on, **dates) == timing


def test_meeting_is_marked_as_a_consultation_with_the_suggested_timing(desk, mandate):
    desk.collaboration.framed_on = date(2025, 4, 1)
    desk.collaboration.save()
    meeting = factories.meeting(desk.collaboration.backbone, mandate.body)
    url = desk.url("consultation_create", meeting.pk)
    assert re.search('value="before framing"[^>]* checked', desk.client.get(url).content.decode())
    answer = desk.client.post(url, {"mandate": mandate.pk, "timing": "before framing"})
    assert answer.url == meeting.get_absolute_url()
    assert Consultation.objects.values_list("meeting", "mandate", "timing").get() == (
        meeting.pk, mandate.pk, "before framing",
    )  # fmt: skip
    assert desk.client.post(url, {"mandate": mandate.pk, "timing": "later"}).status_code == 422
    assert "before the problem was framed" in desk.page("mandate_detail", mandate.pk)


def test_planned_meeting_and_foreign_mandate_are_refused(desk, mandate):
    planned = factories.meeting(desk.collaboration.backbone, is_held=False)
    url = desk.url("consultation_create", planned.pk)
    assert desk.client.post(url, {"mandate": mandate.pk, "timing": "later"}).status_code == 422
    held = factories.meeting(desk.collaboration.backbone)
    elsewhere = story.mandate(factories.collaboration())
    url = desk.url("consultation_create", held.pk)
    assert desk.client.post(url, {"mandate": elsewhere.pk, "timing": "later"}).status_code == 422
    assert not Consultation.objects.exists()


def test_page_of_a_meeting_takes_in_the_panel_by_its_address(desk, mandate):
    one = story.consultation(mandate)
    page = desk.client.get(one.meeting.get_absolute_url()).content.decode()
    address = f"{desk.url('stance_panel')}?meeting={one.meeting_id}"
    assert f'hx-get="{address}" hx-trigger="load"' in page
    assert f'href="{address}"' in page
    part = desk.client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "asked on substance, before the strategy was drafted" in part
    assert "<html" in desk.client.get(address).content.decode()


@pytest.mark.parametrize("asked", ["", "x", "00000000-0000-0000-0000-000000000001", "1%00"])
def test_panel_of_no_meeting_is_not_found(desk, asked):
    assert desk.client.get(desk.url("stance_panel"), {"meeting": asked}).status_code == 404


# -- influence ---


def test_organisation_is_placed_and_the_newest_place_stands(desk):
    one = factories.organization(collaboration=desk.collaboration, name="Union")
    for day, level in (("2025-03-01", "1"), ("2025-06-01", "4")):
        data = {"influence": level, "interest": "2", "judged_on": day}
        assert desk.client.post(desk.url("influence_create", one.pk), data).status_code == 302
    answer = desk.client.get(desk.url("influence_list"))
    (place,) = answer.context["map"].places
    assert (place.organization, place.influence, place.interest) == (one, 4, 2)
    assert "4, little moves without it" in answer.content.decode()
    assert "Backbone Office" in answer.content.decode()  # not placed yet


def test_places_in_one_cell_stand_apart(desk):
    for n in range(5):
        one = factories.organization(collaboration=desk.collaboration, name=f"Union {n}")
        Influence.objects.create(
            collaboration=desk.collaboration, organization=one, influence=2, interest=2, judged_on=story.FROM
        )
    places = desk.client.get(desk.url("influence_list")).context["map"].places
    assert len({(one.x, one.y, one.dx) for one in places}) == 5


@pytest.mark.parametrize(
    ("places", "said"),
    [
        ([(2, 4)], "Nobody who is placed can move much of the issue"),
        ([(3, 3), (1, 0)], "The one who can move much of the issue deals with it often"),
        ([(3, 3), (4, 4)], "All 2 who can move much of the issue deal with it often"),
        ([(3, 2), (4, 4)], "Union 0 can move much of the issue but seldom deals with it"),
        ([(3, 2), (4, 0), (4, 4)], "2 of 3 who can move much of the issue seldom deal with it"),
    ],
)
def test_map_says_who_can_move_much_and_deals_with_it_seldom(desk, places, said):
    c = desk.collaboration
    for n, (influence, interest) in enumerate(places):
        one = factories.organization(collaboration=c, name=f"Union {n}", short_label=f"U{n}")
        Influence.objects.create(
            collaboration=c, organization=one, influence=influence, interest=interest, judged_on=story.FROM
        )
    page = desk.page("influence_list")
    assert said in page
    assert ">U0</text>" in page


def test_the_map_leaves_as_a_file_with_the_places_of_its_table(desk):
    c = desk.collaboration
    for name, influence, interest in (("Alder", 4, 1), ("Birch", 0, 3)):
        one = factories.organization(collaboration=c, name=name, sector="media")
        of = {"collaboration": c, "organization": one, "judged_on": story.FROM}
        Influence.objects.create(influence=influence, interest=interest, **of)
    factories.organization(collaboration=c, name="Not placed")
    answer = desk.client.get(desk.url("influence_list") + "?as=csv")
    head, *rows = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"), newline="")))
    assert [[*row[:3], row[4], row[6]] for row in rows] == [
        ["Alder", "Media", "4", "1", story.FROM.isoformat()], ["Birch", "Media", "0", "3", story.FROM.isoformat()],
    ]  # fmt: skip
    page = desk.page("influence_list")
    assert all(f"{row[2]}, {row[3]}" in page and f"{row[4]}, {row[5]}" in page for row in rows)
    assert len(head) == 7


@pytest.mark.parametrize("wrong", [{"influence": "5"}, {"interest": ""}, {"judged_on": "2098-01-01"}])
def test_wrong_place_is_422(desk, wrong):
    data = {"influence": "1", "interest": "2", "judged_on": "2025-06-01"} | wrong
    url = desk.url("influence_create", desk.collaboration.backbone_id)
    assert desk.client.post(url, data).status_code == 422
    assert not Influence.objects.exists()


# -- role of the state ---


@pytest.mark.parametrize(
    ("role", "need", "days"), [("state-led", 70, 30), ("mixed", 58, 60), ("not state-led", 49, 90)]
)
def test_role_of_the_state_is_set_with_what_it_changes(chair, role, need, days):
    page = chair.page("state_role_create")
    assert f"Asks for {need}; talk to each office every {days} days." in page
    data = {"role": role, "from_on": "2025-02-01", "reason": "Their duty by law"}
    assert chair.client.post(chair.url("state_role_create"), data).status_code == 302
    page = chair.page("mandate_list")
    assert f"{need} is asked for" in page
    assert f"<dd>{days} days</dd>" in page
    assert "Their duty by law" in page


@pytest.mark.parametrize("wrong", [{"role": "x"}, {"reason": ""}, {"from_on": "2025-02-30"}, {"reason": "x" * 401}])
def test_wrong_role_is_422(chair, wrong):
    data = {"role": "mixed", "from_on": "2025-02-01", "reason": "Why"} | wrong
    assert chair.client.post(chair.url("state_role_create"), data).status_code == 422
    assert not StateRole.objects.exists()


def test_role_changes_from_a_day_on_and_history_stays(chair):
    story.state_led(chair.collaboration)
    data = {"role": "mixed", "from_on": "2025-08-01", "reason": "New law"}
    chair.client.post(chair.url("state_role_create"), data)
    roles = chair.collaboration.state_roles
    assert roles.in_force(on=date(2025, 7, 31)).first().role == "state-led"
    assert roles.in_force(on=date(2025, 8, 1)).first().role == "mixed"
    assert chair.client.post(chair.url("state_role_create"), data).status_code == 422


# -- the contacts as a sheet ---


def test_contacts_are_a_sheet_with_a_row_for_each_office_that_was_touched(desk):
    body = factories.organization(collaboration=desk.collaboration, name="=Ministry", sector="government")
    one = story.mandate(body=body, topic="Inspection", level="national")
    story.mandate(body=body, topic="Shelter", level="municipal")
    story.consultation(one, "before draft")
    answer = desk.client.get(desk.url("contact_csv"))
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.content.decode("utf-8-sig").splitlines() == [
        "Day,Level,Public body,Topic,Kind,How early",
        "2025-03-01,National,'=Ministry,Inspection,asked on substance,Before the strategy was drafted",
        "2025-03-01,Municipal,'=Ministry,Shelter,other contact,",
    ]
    assert desk.url("contact_csv") in desk.page("mandate_list")
