"""Definitions: what the words and formulas mean, made from the catalogue that the scores are computed from."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from collab.http import Request, page
from collab.models import Gate
from collab.permissions import Action, collaboration_for
from collab.wording import decimal
from metrics.charts.month_line import PHASES
from metrics.formulas.catalogue import (
    COVERAGE_SHOWN,
    COVERAGE_SUPPORTED,
    EXPECTATION_MONTHS,
    METRICS,
    NETWORK_MEASURES,
    PARTNER_READINESS,
    SPEC_VERSION,
)
from metrics.formulas.catalogue import Metric as Formula
from metrics.formulas.rules import DEFAULT, Rules
from metrics.formulas.shown import round_half_up
from metrics.labels import AGEING, BANDS, CHANGES, COMPONENTS, NETWORK, SUPPORT, Words
from metrics.labels import METRICS as WORDS
from metrics.models.standings import GATE_DUE
from metrics.rules import rules_for
from metrics.views import formula

GATES = {
    "G0": _("The issue suits a joint effort: too big for one, in need of several sectors, wanted by those affected."),
    "G1": _(
        "The median of what the needed pairs are known to be at least is 50 or more, and at least three partners have "
        "shown interest by what they do. Money for local capacity waits for this gate, or for a waiver with name and "
        "reason."
    ),
    "G2": _("Champions, resources and urgency are each there, and government is engaged nearly as far as needed."),
    "G3": _("Readiness 65 or more, shared ownership 50 or more, government as engaged as needed, no factor very low."),
}
GLOSSARY = {
    "snapshot": Words(_("Month"), _("The state at the end of a month. Month 0 is the day of the start.")),
    "bounds": Words(_("Bounds"), formula.BOUNDS),
    "coverage": Words(_("Coverage"), formula.COVERAGE),
    "needed": Words(_("Needed pair"), _("Two organisations that the work depends on: they need each other.")),
    "core": Words(_("Core partner"), _("A partner that shares in deciding; shared ownership is measured over these.")),
    "published": Words(_("As published"), _("The figure as it was shown then. It is kept and never computed again.")),
    "known": Words(_("Today’s knowledge"), _("What is known now about that month; late records may change it.")),
    "backbone": Words(_("Backbone"), _("The organisation that holds the joint work together day by day.")),
    "liaison": Words(_("Liaison"), _("The person through whom a senior official is reached.")),
}  # fmt: skip


@dataclass(frozen=True)
class Component:
    """One row of a definition; `default` is its weight where the collaboration agreed on another one."""

    label: str | Promise
    help: str | Promise
    weight: str
    default: str
    measured: str | Promise
    ageing: str | Promise


@dataclass(frozen=True)
class Definition:
    """A score: its words, its formula, its components and the bands that are expected of it."""

    key: str
    words: Words
    formula: formula.Words
    rows: list[Component]
    bands: list[str]


@require_safe
def definition_list(request: Request) -> HttpResponse:
    """What is published here is what is computed."""
    return page(request, "metrics/definition_list.html", _context(DEFAULT))


@require_safe
def rule_list(request: Request, slug: str) -> HttpResponse:
    """The same by the rules of one collaboration that are in force today, with what it agreed on, and why."""
    collaboration = collaboration_for(request, slug, Action.SEE_SCORES, whole=True)
    month = collaboration.month(on=collaboration.today()) or 0
    (rules,) = rules_for(collaboration, [month])
    in_force = collaboration.weight_sets.in_force(month).select_related("set_by").first()
    context = _context(rules) | {"collaboration": collaboration, "in_force": in_force, "half_life": rules.half_life}
    return page(request, "metrics/definition_list.html", context)


def _context(rules: Rules) -> dict[str, Any]:
    return {
        "definitions": [_definition(one, rules) for one in (*METRICS.values(), PARTNER_READINESS)],
        "months": EXPECTATION_MONTHS,
        "gates": [(gate, Gate(gate).label, GATES[gate], GATE_DUE[gate]) for gate in Gate.values],
        "phases": [(first, name) for first, name, _label, _short in PHASES],
        "lists": [
            ("words", _("Words"), GLOSSARY.values()),
            ("sure", _("How sure a number is"), SUPPORT.values()),
            ("bands", _("Strength of a pair"), BANDS.values()),
            ("ageing", _("How evidence ages"), AGEING.values()),
            ("changes", _("Parts of a change"), CHANGES.values()),
            ("network", _("Network measures"), [NETWORK[key] for key in NETWORK_MEASURES]),
        ],
        "version": SPEC_VERSION,
        "shown_from": round_half_up(COVERAGE_SHOWN),
        "supported_from": round_half_up(COVERAGE_SUPPORTED),
    }


def _definition(metric: Formula, rules: Rules) -> Definition:
    labels, words = COMPONENTS[metric.key], formula.COMPONENTS[metric.key]
    return Definition(
        key=metric.key,
        words=WORDS[metric.key],
        formula=formula.WORDS[metric.key],
        rows=[
            Component(
                labels[one.key].label, labels[one.key].help, _percent(weight),
                "" if _percent(weight) == _percent(one.weight) else _percent(one.weight), words.get(one.key, ""),
                AGEING[one.ageing].label,
            )
            for one, weight in zip(metric.components, rules.weights[metric.key], strict=True)
        ],
        bands=[f"{round_half_up(low)}–{round_half_up(high)}" for low, high in rules.bands.get(metric.key, ())],
    )  # fmt: skip


def _percent(weight: float) -> str:
    return decimal(f"{round_half_up(100 * weight, 1)}".removesuffix(".0"))
