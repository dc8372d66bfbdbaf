"""The instruments that are shipped, and what the schema refuses."""

import copy
from typing import Any

import pytest
from pydantic import ValidationError

from partners.models import JOINT_WORK_ITEM, PERCEIVED_ITEMS, TRUST_ITEMS
from partners.questionnaire import LANGUAGES, SCORED, Questionnaire, shipped

EXPECTED = {  # items about partners and about the collaboration
    "relationship": (4, 0), "perceived-ownership": (0, 4), "health-check": (0, 23), "partner-readiness": (6, 0),
    "collaboration-readiness": (0, 17),
}  # fmt: skip


def test_the_five_instruments_are_shipped() -> None:
    assert {
        key: tuple(
            sum(len(section.items) for section in one.sections if section.about == about)
            for about in ("partner", "collaboration")
        )
        for key, one in shipped().items()
    } == EXPECTED


@pytest.mark.parametrize("key", EXPECTED)
def test_every_instrument_is_whole_in_every_language(key: str) -> None:
    one = shipped()[key]
    assert tuple(one.languages) == LANGUAGES
    assert one.tested == ["en"], "translations are not yet tested with respondents"
    for scale in one.scales:
        assert scale.kind == "text" or set(scale.anchors) == set(LANGUAGES), scale.key
    for item in one.items:
        assert list(item.text.values()).count(item.text["en"]) == 1, f"{item.key}: English left"
    assert Questionnaire.model_validate(one.model_dump(mode="json")) == one


def test_items_that_formulas_read_are_the_ones_that_models_know() -> None:
    assert set(SCORED) == {*TRUST_ITEMS, JOINT_WORK_ITEM, *PERCEIVED_ITEMS}
    assert set(SCORED) <= {item.key for one in shipped().values() for item in one.items}


def changed(path: str, value: Any, key: str = "relationship") -> dict[str, Any]:
    """A shipped instrument with one thing changed."""
    content: Any = copy.deepcopy(shipped()[key].model_dump(mode="json"))
    place = content
    *way, last = path.split(".")
    for step in way:
        place = place[int(step)] if step.isdigit() else place[step]
    place[int(last) if last.isdigit() else last] = value
    return content


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        ("sections.0.items.1.key", "joint-work", "stand twice"),
        ("sections.0.items.1.scale", "nowhere", "no such scale"),
        ("sections.0.items.1.key", "Trust!", "pattern"),
        ("sections.0.items.1.text.en", "  ", "at least 1 character"),
        ("sections.0.items", [], "at least 1 item"),
        ("sections.0.about", "weather", "partner"),
        ("scales.0.high", 5, "one anchor a level"),
        ("scales.1.low", 5, "two levels"),
        ("title", {"de": "Nur deutsch"}, "English words are missing"),
        ("pick", {}, "whom one works with"),
        ("surprise", 1, "Extra inputs"),
        ("sections.0.items.0.scale", "true-of-them", "formulas read this item"),
    ],
)
def test_schema_refuses(path: str, value: object, says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        Questionnaire.model_validate(changed(path, value))
