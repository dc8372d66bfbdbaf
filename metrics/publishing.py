"""Freezes figures as they are shown: at a month's end, for a review, in a locked report. They are never changed."""

import logging
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from collab.models import Collaboration, GateState, PartnerScore, PublishedFigure, Score
from collab.models.published import occasion
from metrics.charts.series import Series, series_of
from metrics.explain.ids import evidence_ids
from metrics.formulas.catalogue import METRICS
from metrics.labels import METRICS as LABELS
from metrics.scoring import is_stale

logger = logging.getLogger(__name__)
PARTNER_READINESS = "partner_readiness"
Why = PublishedFigure.Why


def freeze(
    collaboration: Collaboration, *, why: str, month: int | None = None, what: object = None, today: date | None = None
) -> list[PublishedFigure]:
    """Freeze the scores, the gates and the partners' readiness of one month, the running one unless given.

    why: PublishedFigure.Why; what: the id of the review or report. Figures are copied as they stand stored. Freezing
    for the same occasion again adds nothing. Answers with what stands frozen; nothing where nothing is computed.
    Example: freeze(collaboration, why="review", what=review.pk).
    """
    published_on = today or collaboration.today()
    with transaction.atomic():
        chosen = _newest(collaboration) if month is None else month
        named = occasion(why, chosen if what is None else what)
        if chosen is not None:
            shared = {"collaboration": collaboration, "why": why, "occasion": named, "published_on": published_on}
            rows = [PublishedFigure(**figure, **shared) for figure in _figures(collaboration, chosen)]
            PublishedFigure.objects.bulk_create(rows, ignore_conflicts=True)
    return list(collaboration.published_figures.filter(occasion=named).order_by("metric", "organization"))


def publish_months(collaboration: Collaboration) -> list[int]:
    """Freeze every month that has ended and was not frozen yet, and say which; none while newer figures are coming."""
    if is_stale(collaboration):
        return []
    today = collaboration.today()
    ended = set(Score.objects.filter(collaboration=collaboration, as_of__lt=today).values_list("month", flat=True)) - {
        _newest(collaboration) if not collaboration.ended_on else None
    }
    done = collaboration.published_figures.filter(why=Why.MONTH_END).values_list("month", flat=True)
    due = sorted(ended - set(done))
    for month in due:
        freeze(collaboration, why=Why.MONTH_END, month=month, today=today)
    return due


def first_published(collaboration: Collaboration, metric: str) -> dict[int, PublishedFigure]:
    """What was first published of each month of a score, by month."""
    return {row.month: row for row in collaboration.published_figures.first_of(metric)}


def published_series(
    collaboration: Collaboration, bands: Mapping[str, Any], *, until: int | None = None
) -> dict[str, Series]:
    """The four scores as each month was first published, up to a month; `bands` as the standing holds them."""
    rows = PublishedFigure.objects.filter(collaboration=collaboration, organization=None, metric__in=METRICS)
    if until is not None:
        rows = rows.filter(month__lte=until)
    first = rows.order_by("metric", "month", "published_at", "id").distinct("metric", "month")
    found: dict[str, list[Any]] = {metric: [] for metric in METRICS}
    for metric, *row in first.values_list("metric", "month", "as_of", "value", "low", "high", "coverage"):
        found[metric].append(tuple(row))
    return {
        metric: series_of(metric, str(LABELS[metric].label), months, bands.get(metric, ()))
        for metric, months in found.items()
    }


def _newest(collaboration: Collaboration) -> int | None:
    months = Score.objects.filter(collaboration=collaboration).order_by("-month")
    return months.values_list("month", flat=True).first()


def _figures(collaboration: Collaboration, month: int) -> Iterable[dict[str, object]]:
    """What stands stored of a month, as the fields of published figures."""
    mine = {"collaboration": collaboration, "month": month}
    scores = list(Score.objects.filter(**mine).order_by("metric"))
    for score in scores:
        yield {
            "metric": score.metric, "month": month, "as_of": score.as_of, "value": score.value, "low": score.low,
            "high": score.high, "coverage": score.coverage, "parts": score.parts,
            "evidence": evidence_ids(collaboration, score.metric, score.as_of),
        }  # fmt: skip
    for gate in GateState.objects.filter(**mine).order_by("gate"):
        yield {
            "metric": gate.gate, "month": month, "as_of": gate.as_of, "state": gate.state,
            "parts": {"blockers": gate.blockers},
        }  # fmt: skip
    for row in PartnerScore.objects.filter(collaboration=collaboration).order_by("organization"):
        figure = row.at(month)
        if figure is not None and figure.coverage:
            yield {
                "metric": PARTNER_READINESS, "organization_id": row.organization_id, "month": month,
                "as_of": figure.as_of, "value": figure.value, "low": figure.low, "high": figure.high,
                "coverage": figure.coverage, "parts": figure.parts,
                "evidence": evidence_ids(collaboration, PARTNER_READINESS, figure.as_of, row.organization_id),
            }  # fmt: skip
