"""Adding, changing and closing a mandate; confirming that nobody was found; bad input is refused and kept."""

import pytest

from government.models import Mandate, NoneFound
from tests import factories
from tests.government import story


def _body(collaboration, name, **values):
    return factories.organization(collaboration=collaboration, name=name, sector="government", **values)


GIVEN = {"level": "national", "topic": "Permits", "decides": "Who fishes", "weight": "3", "from_on": "2025-02-01"}


def test_mandate_is_added_for_a_listed_body_or_a_new_one(desk):
    listed = _body(desk.collaboration, "Harbour office")
    desk.client.post(desk.url("mandate_create"), GIVEN | {"body": listed.pk})
    desk.client.post(desk.url("mandate_create"), GIVEN | {"body_name": "Sea ministry"})
    assert set(Mandate.objects.values_list("body__name", "body__sector", "topic", "weight")) == {
        ("Harbour office", "government", "Permits", 3), ("Sea ministry", "government", "Permits", 3),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "Choose a public body"), ({"body_name": "Backbone Office"}, "listed already"),
        ({"level": "x"}, "valid choice"),
        ({"weight": "4", "body_name": "New"}, "valid choice"),
        ({"from_on": "2023-02-29", "body_name": "New"}, "exists"),
        ({"from_on": "20260-01-01", "body_name": "New"}, "exists"),
        ({"body_name": "\u200b"}, "no sign that can be seen"),
        ({"body": "999999999"}, "valid choice"), ({"topic": "a\x00b", "body_name": "New"}, "Null characters"),
        ({"topic": "x" * 121, "body_name": "New"}, "at most 120"),
    ],
)  # fmt: skip
def test_wrong_mandate_is_422_and_keeps_the_text(desk, changes, said):
    answer = desk.client.post(desk.url("mandate_create"), GIVEN | {"decides": "My long words"} | changes)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert ">\nMy long words</textarea>" in answer.content.decode()
    assert not Mandate.objects.exists()


def test_a_body_of_another_collaboration_is_no_choice(desk):
    other = _body(factories.collaboration(), "Elsewhere")
    assert desk.client.post(desk.url("mandate_create"), GIVEN | {"body": other.pk}).status_code == 422


def test_same_mandate_twice_is_refused(desk):
    body = _body(desk.collaboration, "Harbour office")
    assert desk.client.post(desk.url("mandate_create"), GIVEN | {"body": body.pk}).status_code == 302
    answer = desk.client.post(desk.url("mandate_create"), GIVEN | {"body": body.pk})
    assert (answer.status_code, Mandate.objects.count()) == (422, 1)
    assert "This mandate is listed already." in answer.content.decode()


def test_second_editor_keeps_the_own_text(desk):
    mandate = story.mandate(desk.collaboration, topic="Permits")
    url, data = desk.url("mandate_edit", mandate.pk), GIVEN | {"body": mandate.body_id, "version": 1}
    assert desk.client.post(url, data | {"decides": "Theirs"}).status_code == 302
    late = desk.client.post(url, data | {"decides": "Mine"})
    assert late.status_code == 422
    assert late.context["form"].theirs["What they decide"] == ("Mine", "Theirs")
    assert Mandate.objects.get().decides == "Theirs"


def test_closed_mandate_leaves_the_ladder_and_keeps_its_page(desk):
    mandate = story.mandate(desk.collaboration)
    data = GIVEN | {"body": mandate.body_id, "version": 1, "to_on": "2025-06-01"}
    assert desk.client.post(desk.url("mandate_edit", mandate.pk), data).status_code == 302
    assert desk.client.get(desk.url("mandate_list")).context["total"] == 0
    assert desk.client.get(desk.url("mandate_detail", mandate.pk)).status_code == 200


def test_none_found_turns_not_known_into_a_gap(desk):
    mandate = story.mandate(desk.collaboration)
    assert "Nobody has looked for a liaison yet" in desk.page("mandate_detail", mandate.pk)
    url = desk.url("none_found_create", mandate.pk)
    day = desk.collaboration.today().isoformat()
    assert desk.client.post(url, {"confirmed_on": "2199-01-01", "note": "Asked the union"}).status_code == 422
    assert desk.client.post(url, {"confirmed_on": day, "note": "Asked the union"}).status_code == 302
    assert "Somebody looked and found nobody" in desk.page("mandate_detail", mandate.pk)
    story.liaison(mandate)
    assert desk.client.post(url, {"confirmed_on": day}).status_code == 422
    assert NoneFound.objects.count() == 1


def test_text_is_shown_as_it_was_written(desk):
    evil = "<script>top.__x=1</script>"
    mandate = story.mandate(desk.collaboration, topic=evil, decides='"><img src=x onerror=top.__x=1>')
    for name, args in (("mandate_list", ()), ("mandate_detail", (mandate.pk,)), ("mandate_edit", (mandate.pk,))):
        page = desk.page(name, *args)
        assert evil not in page
        assert "<img src=x" not in page
