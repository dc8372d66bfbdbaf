"""A second click on a button that saves: whatever form it is, the answer is that of the first."""

import pytest
from django.urls import reverse

from tests import factories
from tests.collab.forms_on_page import forms_on
from tests.collab.world import ADDRESSES, address_of

EDITS = sorted(name for name in ADDRESSES if name.endswith("_edit") and not name.startswith("api:"))
LONGEST_CODE = 3  # of a currency


def told(answer):
    """What a page says that was not saved."""
    form = answer.context["form"] if answer.context else None
    return form and (dict(form.errors), getattr(form, "theirs", None))


def sent_by(client, address):
    """What the page's own form sends when a text was changed; None where it asks for no version."""
    answer = client.get(address)
    if answer.status_code != 200:
        return None
    for form in forms_on(answer.content.decode()):
        if form.method == "post" and "version" in form.hidden:
            texts = [name for name in form.typed if len(form.values[name]) > LONGEST_CODE and "mail" not in name]
            texts = [name for name in texts if not form.values[name][0].isdigit()]
            grounds = {name: "Seen by all." for name in form.typed if name.endswith("_evidence")}
            return form.values | grounds | {name: f"{form.values[name]} again" for name in texts[:1]}
    return None


@pytest.mark.parametrize("name", EDITS)
def test_second_click_on_an_edit_is_saved(world, name):
    address = address_of(name, world.ids["own"])
    for role in ("coordinator", "funder", "liaison"):
        data = sent_by(world.clients[role], address)
        if data is not None:
            break
    else:
        pytest.skip("no form with a version")
    first, second = (world.clients[role].post(address, data) for _n in range(2))
    assert (first.status_code, second.status_code) == (302, 302), told(first) or told(second)
    assert first.url == second.url


def outline(**values):
    """What the form of a template sends."""
    return {"id": "5b0f6a52-6d0e-4f4e-9c39-0c7c1f0d8a12", "name": "Round", "mode": "video", "kind": "steering",
            "topics": "", "agenda": "1. Past", "minutes": ""} | values  # fmt: skip


def test_second_click_on_a_new_template_is_saved_once_and_other_content_is_refused(collaboration, facilitator, sign_in):
    client, address = sign_in(facilitator), reverse("collab:outline_create", args=[collaboration.slug])
    assert [client.post(address, outline()).status_code for _n in range(3)] == [302] * 3
    other = client.post(address, outline(agenda="2. Other"))
    assert other.status_code == 422
    assert "2. Other" in other.content.decode()
    assert [one.agenda for one in collaboration.outlines.all()] == ["1. Past"]
    again = outline(agenda="2. Other", name="Second", id=str(other.context["form"]["id"].value()))
    assert client.post(address, again).status_code == 302
    assert collaboration.outlines.count() == 2
    same_name = outline(id="5b0f6a52-6d0e-4f4e-9c39-0c7c1f0d8a13")
    assert client.post(address, same_name).status_code == 422


def test_template_of_another_collaboration_is_not_told_by_its_id(collaboration, facilitator, sign_in):
    elsewhere = factories.seat(role="facilitator")
    there = reverse("collab:outline_create", args=[elsewhere.collaboration.slug])
    assert sign_in(elsewhere).post(there, outline()).status_code == 302
    here = reverse("collab:outline_create", args=[collaboration.slug])
    assert sign_in(facilitator).post(here, outline()).status_code == 422
    assert not collaboration.outlines.exists()
