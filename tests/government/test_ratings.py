"""Rating liaisons: anchors shown, five separate answers, evidence with each, the answer of last time, side by side."""

from datetime import timedelta

import pytest

from government.models import CRITERIA, LiaisonRating
from government.words import ANCHORS
from tests.government import story


@pytest.fixture
def liaison(desk):
    """A liaison to be rated."""
    return story.liaison(story.mandate(desk.collaboration))


def given(**changes):
    """What the form sends: threes with evidence."""
    data = {"rated_on": "2025-06-01"}
    for name in (*CRITERIA, "trust"):
        data |= {name: "3", f"{name}_evidence": f"Seen {name}"}
    return {name: value for name, value in (data | changes).items() if value is not None}


def test_page_shows_every_anchor_of_every_scale(desk, liaison):
    page = desk.page("rating_create", liaison.pk)
    for words in ANCHORS.values():
        for anchor in words:
            assert str(anchor) in page
    assert page.count("Not known") == 5
    assert str(desk.seat.organization) in page


def test_rating_is_saved_for_the_reader_s_organisation(desk, liaison):
    answer = desk.client.post(desk.url("rating_create", liaison.pk), given(bandwidth="x", bandwidth_evidence=""))
    assert answer.url == desk.url("mandate_detail", liaison.mandate_id)
    made = LiaisonRating.objects.get()
    assert [getattr(made, name) for name in (*CRITERIA, "trust")] == [3, 3, 3, None, 3]
    assert (made.assessor, made.ability_evidence) == (desk.seat.organization, "Seen ability")


def test_answer_of_last_time_is_marked_and_none_is_chosen(desk, liaison):
    story.rating(liaison, (2, 3, None, 4, 1), assessor=desk.seat.organization, ability_evidence="Called back twice")
    page = desk.page("rating_create", liaison.pk)
    assert page.count("last time</span>") == 5
    assert page.index("Gets messages through at times") < page.index("last time") < page.index("Is heard when asking")
    assert "Called back twice" in page
    assert "checked" not in page


def test_rating_of_another_organisation_is_not_marked(desk, liaison):
    story.rating(liaison)
    assert "last time</span>" not in desk.page("rating_create", liaison.pk)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"ability": "5"}, "valid choice"), ({"ability": "-1"}, "valid choice"), ({"ability": "2.5"}, "valid choice"),
        ({"ability": "NaN"}, "valid choice"), ({"ability": "1e309"}, "valid choice"),
        ({"ability": "３"}, "valid choice"),
        ({"ability": None}, "Choose a level"), ({"trust": ""}, "Choose a level"),
        ({"authority_evidence": "  "}, "Say in one line"), ({"authority_evidence": "x" * 401}, "at most 400"),
        ({"rated_on": "2025-01-31"}, "no liaison yet"), ({"rated_on": "2098-01-01"}, "future"),
        ({"rated_on": "0001-01-01"}, "year"), ({"rated_on": "2023-02-29"}, "exists"),
        ({"ability_evidence": "a\x00"}, "Null"),
    ],
)  # fmt: skip
def test_wrong_rating_is_422_and_keeps_the_text(desk, liaison, changes, said):
    changed = given(willingness_evidence="Kept", **changes)
    answer = desk.client.post(desk.url("rating_create", liaison.pk), changed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert 'value="Kept"' in page
    assert not LiaisonRating.objects.exists()


def test_same_day_twice_is_refused(desk, liaison):
    url = desk.url("rating_create", liaison.pk)
    assert desk.client.post(url, given()).status_code == 302
    again = desk.client.post(url, given(ability="1"))
    assert (again.status_code, LiaisonRating.objects.get().ability) == (422, 3)
    assert "rated this liaison on this day already" in again.content.decode()


def test_fields_that_the_form_does_not_show_are_not_written(desk, liaison):
    other = story.liaison(liaison.mandate)
    sent = given(liaison=str(other.pk), assessor="1", collaboration="1", id="7")
    desk.client.post(desk.url("rating_create", liaison.pk), sent)
    made = LiaisonRating.objects.get()
    assert (made.liaison, made.assessor) == (liaison, desk.seat.organization)


def test_candidates_stand_side_by_side_best_first(desk, liaison):
    story.rating(liaison, (4, 4, 4, 1, 2))
    story.rating(story.liaison(liaison.mandate), (3, 3, 3, 3, 3))
    answer = desk.client.get(desk.url("mandate_compare", liaison.mandate_id))
    assert [one.fitness for one in answer.context["row"].carriers] == ["75", "71"]
    rows = {
        key: [(level, weak) for _who, level, _words, weak in column]
        for key, _label, column in answer.context["compared"]
    }
    assert rows == {
        "ability": [("3", False), ("4", False)], "willingness": [("3", False), ("4", False)],
        "authority": [("3", False), ("4", False)], "bandwidth": [("3", False), ("1", True)],
        "trust": [("3", False), ("2", False)],
    }  # fmt: skip
    assert "Under 1 hour a month" in answer.content.decode()


def test_newest_rating_counts_as_in_the_score_and_all_stand_with_their_evidence(desk, liaison):
    before = desk.collaboration.today() - timedelta(days=9)
    story.rating(liaison, (4, 4, 4, 4, 4), ability_evidence="From the backbone", rated_on=before)
    story.rating(liaison, (3, 3, 3, 2, 3), assessor=desk.seat.organization, ability_evidence="From us")
    page = desk.page("mandate_detail", liaison.mandate_id)
    assert "<b>Ability 3</b>of 4" in page
    assert "<b>Bandwidth 2</b>weakest" in page
    assert page.index("From us") < page.index("From the backbone")


def test_rating_is_corrected_in_place_and_its_history_stays(desk, liaison):
    made = story.rating(liaison, (3, 3, 3, 3, 3), rated_on="2025-06-01")
    url = desk.url("rating_edit", made.pk)
    assert desk.client.get(url).content.decode().count(" checked") == 5
    sent = given(bandwidth="1", version=1)
    assert desk.client.post(url, sent).url == desk.url("mandate_detail", liaison.mandate_id)
    made.refresh_from_db()
    assert (made.bandwidth, made.version, made.assessor) == (1, 2, desk.collaboration.backbone)
    events = LiaisonRating.pgh_event_model.objects.filter(pgh_obj_id=made.pk).order_by("pgh_id")
    assert [one.bandwidth for one in events] == [3, 1]
    again = desk.client.post(url, sent | {"bandwidth": "4"})
    assert again.status_code == 422
    assert again.context["form"].conflict is not None
