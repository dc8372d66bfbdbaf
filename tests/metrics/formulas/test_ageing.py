"""How evidence loses force."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.formulas.ageing import existing, log_alive, opinion_quality

laws = settings(deadline=None, max_examples=60)


@pytest.mark.parametrize(
    ("age", "quality"), [(-1, 0), (0, 1), (180, 1), (181, 0.5), (365, 0.5), (366, 0), (math.nan, 0)]
)
def test_opinion_quality_halves_after_180_days_and_ends_after_365(age, quality):
    assert opinion_quality(age) == quality


@pytest.mark.parametrize(
    ("days", "quality"), [(-1, 0), (0, 1), (90, 1), (91, 0.5), (180, 0.5), (181, 0), (math.nan, 0)]
)
def test_log_alive_halves_after_90_days_and_ends_after_180(days, quality):
    assert log_alive(days) == quality


def test_ageing_works_on_arrays():
    assert opinion_quality([[0, 200], [400, math.nan]]).tolist() == [[1, 0.5], [0, 0]]


def test_existing_makes_worthless_evidence_missing():
    assert existing([66.7, 50], [0, 0.5]).tolist() == pytest.approx([math.nan, 50], nan_ok=True)


@laws
@given(st.floats(0, 1000), st.floats(0, 1000))
def test_older_evidence_is_never_worth_more(one, other):
    younger, older = sorted((one, other))
    for quality in (opinion_quality, log_alive):
        assert 0 <= float(quality(older)) <= float(quality(younger)) <= 1
    assert np.isin(opinion_quality([younger, older]), [0, 0.5, 1]).all()
