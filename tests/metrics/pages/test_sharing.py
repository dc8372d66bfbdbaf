"""Links to the scores: what they show, that they end, and that nobody else can make or withdraw them."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from collab.models import AuditEvent
from metrics.models import ShareLink
from tests import factories
from tests.metrics.pages.made import scored, story, words_of

pytestmark = pytest.mark.django_db
GOOD = (12.0, 10.0, 15.0, 95.0)


def given(client: Any, slug: str) -> str:
    """A new link, as it is shown once."""
    answer = client.post(f"/c/{slug}/share/", {"label": "The board"})
    found = re.search(r'value="http://testserver(/s/[^"]+)"', answer.content.decode())
    assert found is not None
    return found[1]


def test_a_link_shows_scores_and_nothing_else(sign_in: Any, client: Any):
    it = story()
    address = given(sign_in(factories.seat(collaboration=it.collaboration, role="coordinator")), it.collaboration.slug)
    answer = client.get(address)
    text = words_of(answer.content)
    assert answer.status_code == 200
    assert "Relationship strength" in text
    for hidden in ("River Union", "Mill Owners", "Catch records", "Send the map", "Trust", "Commitments"):
        assert hidden not in text
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert AuditEvent.objects.filter(collaboration=it.collaboration, act="exported").count() == 1


def test_the_token_is_shown_once_and_not_stored(sign_in: Any):
    made = scored([GOOD])
    client = sign_in(factories.seat(collaboration=made, role="coordinator"))
    token = given(client, made.slug).split("/")[2]
    assert token not in client.get(f"/c/{made.slug}/share/").content.decode()
    assert token.encode() not in bytes(ShareLink.objects.get().token_hash)


def test_a_link_ends_and_is_withdrawn(sign_in: Any, client: Any):
    made = scored([GOOD])
    coordinator = sign_in(factories.seat(collaboration=made, role="coordinator"))
    first, second = given(coordinator, made.slug), given(coordinator, made.slug)
    link = ShareLink.objects.order_by("pk").first()
    assert coordinator.post(f"/c/{made.slug}/share/{link.pk}/withdraw/").status_code == 302
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    ShareLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    gone = client.get(second)
    assert gone.status_code == 404
    assert made.name not in words_of(gone.content)


def test_a_link_without_a_name_is_refused_and_made_up_ones_open_nothing(sign_in: Any, client: Any):
    made = scored([GOOD])
    coordinator = sign_in(factories.seat(collaboration=made, role="coordinator"))
    assert coordinator.post(f"/c/{made.slug}/share/", {"label": ""}).status_code == 422
    assert not ShareLink.objects.exists()
    assert client.get("/s/made-up/").status_code == 404
