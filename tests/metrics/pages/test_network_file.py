"""A network file leaves open of which relation its ties are: the last one of the collaboration is offered again."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from collab.models import Collaboration, Seat
from metrics.exchange.working import work_on
from metrics.models import Import
from partners.models import Answer
from tests import factories

TIES = "from,to\nMill,Dam\n"
NAMED = "from,to,relation\nMill,Dam,money\n"


@pytest.fixture
def client(coordinator: Seat, sign_in: Any) -> Client:
    return sign_in(coordinator)


def at(batch: Import, name: str) -> str:
    return reverse(f"metrics:import_{name}", args=[batch.collaboration.slug, batch.pk])


def opened(client: Client, collaboration: Collaboration, text: str = TIES) -> Import:
    """A network file that was sent, and opened by a worker."""
    sent = SimpleUploadedFile("net.csv", text.encode())
    client.post(reverse("metrics:import_list", args=[collaboration.slug]), {"kind": "network", "file": sent})
    batch = Import.objects.get(state="opening")
    work_on(batch)
    return batch


def brought(client: Client, collaboration: Collaboration, item: str, text: str = TIES, day: int = 3) -> Import:
    """One that was written, with the relation that somebody said."""
    batch = opened(client, collaboration, text)
    client.post(at(batch, "edit"), {"network-item": item, "network-counted_on": "2025-03-01"})
    work_on(batch)
    client.post(at(batch, "write"))
    work_on(batch)
    assert batch.state == "written", batch.trouble
    Import.objects.filter(pk=batch.pk).update(written_at=datetime(2025, 3, day, 12, tzinfo=UTC))
    return batch


def test_the_relation_of_the_last_network_is_offered_again_and_the_day_is_not(
    client: Client, collaboration: Collaboration
):
    brought(client, collaboration, "shares-boats", day=3)
    brought(client, collaboration, "money", text=NAMED, day=4)  # its tie named its relation: nothing was asked
    batch = opened(client, collaboration)
    assert batch.writing == {"item": "shares-boats", "counted_on": collaboration.today().isoformat()}
    page = client.get(at(batch, "edit")).content.decode()
    assert "As in the last network, of 3 March 2025." in page
    assert 'value="shares-boats"' in page
    client.post(at(batch, "edit"), {"network-item": "advice", "network-counted_on": "2025-04-01"})
    work_on(batch)
    page = client.get(at(batch, "edit")).content.decode()  # what was said of this one stands
    assert 'value="advice"' in page
    assert "As in the last network" not in page
    client.post(at(batch, "write"))
    work_on(batch)
    assert set(Answer.objects.values_list("item", flat=True)) == {"shares-boats", "money", "advice"}


def test_a_network_of_another_collaboration_says_nothing_here(
    client: Client, collaboration: Collaboration, coordinator: Seat
):
    other = factories.seat(user=coordinator.user, collaboration=factories.collaboration(), role="coordinator")
    brought(client, other.collaboration, "secret-tie")
    batch = opened(client, collaboration)
    page = client.get(at(batch, "edit")).content.decode()
    assert batch.writing["item"] == "joint-work"
    assert "secret-tie" not in page
    assert "As in the last network" not in page


def test_a_network_that_was_taken_back_is_not_offered_again(client: Client, collaboration: Collaboration):
    batch = brought(client, collaboration, "shares-boats")
    client.post(at(batch, "undo"))
    work_on(batch)
    assert batch.state == "undone"
    assert opened(client, collaboration).writing["item"] == "joint-work"
