"""The catalogue: whole, consistent, and what docs/metrics.md says."""

import re
from pathlib import Path

import pytest

from metrics.formulas.catalogue import (
    EXPECTATION,
    EXPECTATION_MONTHS,
    METRICS,
    PARTNER_READINESS,
    READINESS,
    RELATIONSHIP_BANDS,
)

ALL = [*METRICS.values(), PARTNER_READINESS]
DOCS = Path(__file__).parents[3] / "docs" / "metrics.md"
FORMULAS = Path(__file__).parents[3] / "metrics" / "formulas"


def test_the_four_scores_have_their_keys():
    assert list(METRICS) == ["relationship", "readiness", "ownership", "government"]


@pytest.mark.parametrize("metric", ALL, ids=lambda metric: metric.key)
def test_weights_are_shares_of_the_whole(metric):
    assert sum(metric.weights) == pytest.approx(1, abs=1e-12)
    assert all(weight > 0 for weight in metric.weights)
    assert len(set(metric.keys)) == len(metric.keys)


def test_readiness_has_nineteen_items_in_four_sections():
    sections = [component.section for component in READINESS.components]
    assert [sections.count(letter) for letter in "ABCD"] == [4, 3, 7, 5]


def test_bands_rise_from_zero():
    limits = [band.at_least for band in RELATIONSHIP_BANDS]
    assert limits == sorted(set(limits))
    assert limits[0] == 0


def test_every_score_has_its_expectation():
    assert set(EXPECTATION) == set(METRICS)
    assert all(len(bands) == len(EXPECTATION_MONTHS) for bands in EXPECTATION.values())


@pytest.mark.parametrize("metric", ALL, ids=lambda metric: metric.key)
def test_the_documentation_names_every_component_with_its_weight(metric):
    """Rows read "| `key` | weight |", in the section that names the key of the score."""
    section = DOCS.read_text(encoding="utf-8").split(f"`{metric.key}`", 1)[1].split("<a id=", 1)[0]
    for component in metric.components:
        weight = f"{component.weight:.4f}".rstrip("0").removeprefix("0").ljust(3, "0")
        assert f"| `{component.key}` | {weight} |" in section, component


def test_every_source_that_a_formula_names_stands_in_the_documentation():
    documented = set(re.findall(r'<a id="(.+?)">', DOCS.read_text(encoding="utf-8")))
    for file in FORMULAS.glob("*.py"):
        assert set(re.findall(r"docs/metrics\.md#(\w+)", file.read_text(encoding="utf-8"))) <= documented, file.name


def test_the_documentation_gives_every_expectation():
    text = DOCS.read_text(encoding="utf-8")
    for bands in EXPECTATION.values():
        assert "| " + " | ".join(f"{low}-{high}" for low, high in bands) + " |" in text


def test_formulas_know_neither_clock_nor_chance_nor_framework():
    allowed = {
        "collections",
        "dataclasses",
        "decimal",
        "enum",
        "functools",
        "igraph",
        "math",
        "metrics",
        "numpy",
        "types",
    }
    for file in FORMULAS.glob("*.py"):
        imported = re.findall(r"^\s*(?:from|import) (\w+)", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
        assert set(imported) <= allowed, file.name
