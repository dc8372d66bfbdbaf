"""Which rules are in force at each month: the sets of weights that people agreed on, over the defaults."""

from collections.abc import Iterable, Sequence

import numpy as np

from collab.models import Collaboration
from metrics.formulas.catalogue import Metric
from metrics.formulas.composite import FloatArray
from metrics.formulas.rules import DEFAULT, Rules, rules
from metrics.models import WeightSet


def rules_for(collaboration: Collaboration, months: Iterable[int]) -> list[Rules]:
    """The rules of each of some months, in one query."""
    return rules_of(list(collaboration.weight_sets.all()), months)


def rules_of(sets: Sequence[WeightSet], months: Iterable[int]) -> list[Rules]:
    """The rules of each month: of the sets that begin by then the one that begins latest, and was made last."""
    if not sets:
        return [DEFAULT for _month in months]
    ordered = sorted(sets, key=lambda one: (one.from_month, one.pk))
    made = {one.pk: rules_in(one) for one in ordered}
    return [next((made[one.pk] for one in reversed(ordered) if one.from_month <= month), DEFAULT) for month in months]


def rules_in(one: WeightSet) -> Rules:
    """The rules that a set makes."""
    bands = {metric: tuple((low, high) for low, high in points) for metric, points in one.bands.items()}
    return rules(
        weights=one.weights, bands=bands, thresholds=one.thresholds, cadence=one.cadence, half_life=one.half_life
    )


def weights_of(metric: Metric, in_force: Sequence[Rules]) -> FloatArray:
    """The weights of a metric's components at each snapshot, [snapshots, k]."""
    return np.array([one.weights[metric.key] for one in in_force], dtype=np.float64).reshape(-1, len(metric.keys))
