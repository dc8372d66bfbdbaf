"""The worked examples and the published figures, read once."""

import json
from pathlib import Path
from typing import Any

import pytest

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of published figures."""
    return DATA


@pytest.fixture(scope="session")
def examples() -> dict[str, Any]:
    """Worked examples of our own specification."""
    return json.loads((DATA / "metric_worked_examples.json").read_text())


@pytest.fixture(scope="session")
def published() -> dict[str, Any]:
    """Figures that others published."""
    return json.loads((DATA / "expected.json").read_text())
