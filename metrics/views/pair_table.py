"""What each pair adds to relationship strength; for the facilitation team, who may see the strength of a pair."""

from django.urls import reverse

from collab.models import Collaboration, Organization, PairScores, Score
from metrics.charts.bars import Bars, pair_bars
from metrics.formulas.composite import support_of


def contributions(collaboration: Collaboration, rows: list[Score]) -> Bars | None:
    """The needed pairs by name with their values; None while pairs and score are of different generations."""
    stored = PairScores.objects.filter(collaboration=collaboration).first()
    if stored is None or not rows or stored.generation != rows[-1].generation:
        return None
    names = dict(Organization.objects.filter(collaboration=collaboration).values_list("pk", "name"))
    needed = [pair for pair in stored.rows if pair["needed"]]
    return pair_bars(
        (
            f"{names.get(pair['a'], '')} – {names.get(pair['b'], '')}",
            reverse("metrics:pair_detail", args=[collaboration.slug, pair["a"], pair["b"]]),
            pair["value"] if support_of(pair["coverage"] or 0) != "not_enough" else None,
            pair["low"],
            pair["high"],
        )
        for pair in needed
    )
