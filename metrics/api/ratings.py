"""Ratings of a partner's readiness: what each organisation said, on what it rests, and the partner's reply."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Router, Schema
from pydantic import Field

from collab.forms.levels import as_choice
from collab.permissions import Action
from metrics.api.columns import column, plain
from metrics.api.door import HERE, door, door_to_write
from metrics.api.partners import ReadinessOut, one, readiness
from metrics.api.writing import Written, refusal, sent, writes
from partners.forms.ratings import ReadinessRatingForm
from partners.models import ReadinessRating
from partners.shown import ShownCriterion, criteria

router = Router(tags=["Readiness"])
Criterion = ReadinessRating.Criterion
LINES = ("evidence", "link")


class ReplyOut(Schema):
    """What the rated partner says to a level."""

    kind: str
    text: str


class SaidOut(Schema):
    """One signed statement."""

    assessor: int
    rated_on: date
    level: int | None = Field(description="0 to 4; null is “not known”.")
    words: str = Field(description="What that level means.")
    evidence: str
    link: str
    counts: bool = Field(description="Whether it still counts.")
    reply: ReplyOut | None


class CriterionOut(Schema):
    """One criterion: its level, what it adds to the figure, and who said so."""

    criterion: Criterion
    level: str = Field(description="As it is read on the page; empty where it is not known.")
    said: list[SaidOut]


class PartnerReadinessOut(Schema):
    """How ready a partner is, and how we know."""

    partner: int
    readiness: ReadinessOut
    criteria: list[CriterionOut]


class LevelIn(Written):
    """What your organisation judges on one criterion."""

    criterion: Criterion = column(ReadinessRating, "criterion", is_needed=True, max_length=None, examples=["interest"])
    level: int | None = plain("0 to 4; null is “not known”.", ge=0, le=4, examples=[3])
    evidence: str = column(ReadinessRating, "evidence", examples=["Came to four of five meetings"])
    link: str = column(ReadinessRating, "link")


class RatingsNew(Written):
    """What your organisation judges of a partner on one day. Sent again for that day, it corrects the day."""

    rated_on: date = plain("The day.", examples=["2026-03-31"])
    levels: list[LevelIn] = plain("One for each criterion that you judge.", is_needed=True, min_length=1, max_length=6)


@router.get(HERE + "/partners/{int:partner}/readiness", response=PartnerReadinessOut, summary="Readiness of a partner")
def readiness_detail(request: HttpRequest, slug: str, partner: int) -> Any:
    """The newest statement of each assessor on each criterion, with its evidence and the partner's reply."""
    door(request, slug, Action.SEE_READINESS)
    return shown(request, partner)


@router.post(HERE + "/partners/{int:partner}/ratings", response={201: PartnerReadinessOut}, summary="Rate a partner")
def readiness_rating_create(request: HttpRequest, slug: str, partner: int, data: RatingsNew) -> HttpResponse:
    """What your organisation judges; of itself, where it is the partner."""
    door_to_write(request, slug, Action.RATE_PARTNERS)
    row, seat = one(request, partner), request.seat  # type: ignore[attr-defined]  # set by the door

    def write() -> tuple[int, Mapping[str, Any], str]:
        form = ReadinessRatingForm(typed_as(data) | {"rated_on": _day(data, seat)}, seat=seat, partner=row)
        with transaction.atomic():
            if not form.store():
                raise refusal(form, {})
        return 201, shown(request, partner), reverse("api:readiness_detail", args=[slug, partner])

    return writes(request, write)


def _day(data: RatingsNew, seat: Any) -> str:
    return str(sent(data).get("rated_on") or seat.collaboration.today())


def typed_as(data: RatingsNew) -> dict[str, Any]:
    """The levels as the form has them: a field for each criterion and one for each line beside it."""
    typed: dict[str, Any] = {}
    for one_level in sent(data)["levels"]:
        key = str(one_level["criterion"])
        typed[key] = as_choice(one_level.get("level"))
        typed |= {f"{key}-{line}": one_level.get(line) or "" for line in LINES}
    return typed


def shown(request: Any, pk: int) -> dict[str, Any]:
    """What the page of the partner says of its readiness."""
    row = one(request, pk)
    found = criteria(row, row.readiness, on=request.seat.collaboration.today())
    return {"partner": row.pk, "readiness": readiness(row), "criteria": [_criterion(each) for each in found]}


def _criterion(each: ShownCriterion) -> dict[str, Any]:
    said = [
        {
            "assessor": one.rating.assessor_id, "rated_on": one.rating.rated_on, "level": one.rating.level,
            "words": str(one.words), "evidence": one.rating.evidence, "link": one.rating.link, "counts": one.counts,
            "reply": _reply(one.rating),
        }
        for one in each.said
    ]  # fmt: skip
    return {"criterion": each.key, "level": each.digits, "said": said}


def _reply(rating: Any) -> dict[str, str] | None:
    reply = getattr(rating, "reply", None)
    return {"kind": reply.kind, "text": reply.text} if reply else None
