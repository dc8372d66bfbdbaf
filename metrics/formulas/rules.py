"""The rules in force at a snapshot: weights, bands, thresholds, cadence, half-life; the defaults unless set anew."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from metrics.formulas.catalogue import (
    CADENCE_DAYS,
    EXPECTATION,
    HALF_LIFE_DAYS,
    METRICS,
    PARTNER_READINESS,
    READINESS_SECTIONS,
    THRESHOLDS,
    Metric,
)

Bands = tuple[tuple[float, float], ...]
# what people weigh: components; readiness of the whole by section, whose items share its weight
WEIGHED = MappingProxyType({metric.key: metric for metric in (*METRICS.values(), PARTNER_READINESS)})


@dataclass(frozen=True)
class Rules:
    """How scores are computed at one snapshot.

    weights: metric -> shares in the order of its keys; bands: metric -> (low, high) at months 0, 6, 12, 18 and 24;
    thresholds: 0-100 by the keys of the catalogue; cadence: days by role of the state; half_life: days.
    """

    weights: Mapping[str, tuple[float, ...]]
    bands: Mapping[str, Bands]
    thresholds: Mapping[str, float]
    cadence: Mapping[str, int]
    half_life: float


DEFAULT = Rules(
    weights=MappingProxyType({key: metric.weights for key, metric in WEIGHED.items()}),
    bands=MappingProxyType(dict(EXPECTATION)),
    thresholds=THRESHOLDS,
    cadence=CADENCE_DAYS,
    half_life=HALF_LIFE_DAYS,
)


def rules(
    *,
    weights: Mapping[str, Mapping[str, float]] | None = None,
    bands: Mapping[str, Bands] | None = None,
    thresholds: Mapping[str, float] | None = None,
    cadence: Mapping[str, int] | None = None,
    half_life: float | None = None,
) -> Rules:
    """The defaults with what was set anew. weights: metric -> component (or section of readiness) -> share.

    A metric is weighed anew as a whole: every component or section, not negative, not all 0. Raises KeyError for
    unknown keys, ValueError for weights that leave one out or are no weights.
    Example: readiness A 1, B 0, C 0, D 0 -> .25 for A1 to A4 and 0 for the other fifteen items.
    """
    weighed = {key: _shares(WEIGHED[key], given) for key, given in (weights or {}).items()}
    known = {**dict(bands or {}), **dict(thresholds or {}), **dict(cadence or {})}
    if unknown := known.keys() - {*DEFAULT.bands, *DEFAULT.thresholds, *DEFAULT.cadence}:
        raise KeyError(*unknown)
    return Rules(
        {**DEFAULT.weights, **weighed},
        {**DEFAULT.bands, **(bands or {})},
        {**DEFAULT.thresholds, **(thresholds or {})},
        {**DEFAULT.cadence, **(cadence or {})},
        DEFAULT.half_life if half_life is None else half_life,
    )


def weighed_keys(metric: str) -> tuple[str, ...]:
    """What people give a weight to: the components of a metric, or the sections of readiness."""
    return tuple(READINESS_SECTIONS) if metric == "readiness" else WEIGHED[metric].keys


def weighed(metric: str, shares: tuple[float, ...]) -> dict[str, float]:
    """The weights of `rules` in the form that people give them. Example: readiness -> A .15, B .35, C .30, D .20."""
    components = WEIGHED[metric].components
    owner = [one.section if metric == "readiness" else one.key for one in components]
    return {
        key: sum(share for share, of in zip(shares, owner, strict=True) if of == key) for key in weighed_keys(metric)
    }


def _shares(metric: Metric, given: Mapping[str, float]) -> tuple[float, ...]:
    if set(given) != set(weighed_keys(metric.key)):
        raise ValueError(f"{metric.key} is weighed as a whole: {', '.join(weighed_keys(metric.key))}")
    total = sum(given.values())
    if min(given.values()) < 0 or not total > 0:
        raise ValueError("weights are 0 or more, and not all 0")
    if metric.key == "readiness":
        return tuple(given[one.section] / total / READINESS_SECTIONS[one.section][2] for one in metric.components)
    return tuple(given[key] / total for key in metric.keys)
