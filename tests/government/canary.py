"""Rows of the government side in which every secret holds one unique word, and every address that could leak it."""

from collections.abc import Iterator
from typing import Any

from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from collab.models import Collaboration, Seat
from tests import factories
from tests.government import story

CANARY = "Zanzibarquokka"
OTHERS = ("funder", "partner", "liaison", "viewer")


def guarded_rows(collaboration: Collaboration) -> dict[str, Any]:
    """A mandate whose people, criteria, stance and contact data all hold the canary."""
    story.state_led(collaboration)
    body = factories.organization(collaboration=collaboration, name="Ministry", sector="government")
    mandate = story.mandate(body=body, topic="Inspection")

    def person(n):
        named = {"name": f"{CANARY} Name{n}", "job_title": f"{CANARY} Title{n}", "phone": f"{CANARY}{n}"}
        return factories.person(organization=body, email=f"{CANARY}{n}@example.org", **named)

    former = story.official(mandate, person=person(1), office="Minister", to_on=story.FROM)
    official = story.official(mandate, person=person(2), office="Minister")
    liaison, gone = story.liaison(mandate, person=person(3)), story.liaison(mandate, person=person(4))
    lines = {f"{name}_evidence": f"{CANARY} {name}" for name in ("ability", "authority", "bandwidth", "trust")}
    story.rating(liaison, (4, 4, 4, 1, 3), **lines)
    gone.leave(on=collaboration.today(), successor=liaison)
    held = factories.meeting(
        collaboration.backbone, people=(official.person, liaison.person), note=f"{CANARY} private note"
    )
    stance = story.stance(mandate, 1, evidence=f"{CANARY} stance", meeting=held)
    consultation = story.consultation(mandate)
    story.own_statement(liaison, text=f"{CANARY} said", answer=f"{CANARY} answer", answered_on=story.FROM)
    return {
        "mandate": mandate, "official": official, "liaison": liaison, "former": former, "stance": stance,
        "meeting": held, "consultation": consultation, "body": body,
    }  # fmt: skip


def seat_of(collaboration: Collaboration, role: str, guarded: dict[str, Any] | None = None) -> Seat:
    """Somebody of this role; a liaison for the body of the mandate where it is given."""
    organization = guarded["body"] if guarded and role == "liaison" else None
    return factories.seat(collaboration=collaboration, role=role, organization=organization)


def _patterns(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, set[str]]]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            inner = _patterns(one, f"{space}{one.namespace}:" if one.namespace else space)
            yield from ((name, words | set(one.pattern.converters)) for name, words in inner)
        elif isinstance(one, URLPattern) and one.name and not one.name.startswith(("account_", "mfa_")):
            yield f"{space}{one.name}", set(one.pattern.converters)


def addresses_in(collaboration: Collaboration, guarded: dict[str, Any]) -> Iterator[str]:
    """Every address of a collaboration, with each of the rows that could stand in it; without rows, only lists."""
    ids = guarded and {
        "mandate": [guarded["mandate"].pk], "official": [guarded["official"].pk, guarded["former"].pk],
        "liaison": [guarded["liaison"].pk], "meeting": [guarded["meeting"].pk, guarded["consultation"].meeting_id],
        "organization": [guarded["body"].pk, collaboration.backbone_id], "person": [guarded["official"].person_id],
        "a": [min(guarded["body"].pk, collaboration.backbone_id)],
        "b": [max(guarded["body"].pk, collaboration.backbone_id)],
        "pk": [
            guarded["meeting"].pk, guarded["body"].pk, guarded["official"].person_id, guarded["liaison"].person_id,
        ],
    }  # fmt: skip
    for name, words in _patterns(get_resolver()):
        if "slug" not in words:
            continue
        rest = words - {"slug"}
        choices: list[dict[str, Any]] = [{}]
        for word in rest:
            choices = [one | {word: value} for one in choices for value in ids.get(word, [])]
        for one in choices:
            try:
                yield reverse(name, kwargs={"slug": collaboration.slug} | one)
            except NoReverseMatch:  # an id of another kind does not fit this address
                continue
