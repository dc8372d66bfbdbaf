"""A collaboration that is written to at random stays equal to a computation from scratch, whatever came when."""

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.metrics.living import Living

# what a life costs is the database; a failure is told as it was found, without hours of shrinking
LIVES: dict[str, Any] = {
    "suppress_health_check": list(HealthCheck), "deadline": None, "print_blob": True,
    "phases": (Phase.explicit, Phase.reuse, Phase.generate),
}  # fmt: skip


def live(lives: int, steps: int) -> None:
    """So many lives of up to so many steps; figures were checked and did move."""
    Living.checked = Living.moved = Living.undone = Living.merged = 0
    run_state_machine_as_test(Living, settings=settings(max_examples=lives, stateful_step_count=steps, **LIVES))
    assert Living.checked >= lives
    assert Living.moved > lives / 2


@pytest.mark.slow
def test_stored_figures_follow_from_the_evidence_in_some_lives(db):
    live(6, 30)


@pytest.mark.long
def test_stored_figures_follow_from_the_evidence_in_200_lives_of_30_steps(db):
    live(200, 30)
    assert Living.undone > 10
    assert Living.merged > 10
