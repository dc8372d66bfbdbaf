"""The harness of the benches: what it says of figures whose answer is known."""

import pytest

from tests.bench.measure import Line, Report, abba, add_ratio, growth, interval, percentile, shown


def test_the_median_ratio_lies_in_its_interval_which_is_the_same_each_time():
    values = [1.0, 1.1, 1.2, 1.3, 9.0]
    middle, low, high = interval(values)
    assert (middle, interval(values)) == (1.2, (middle, low, high))
    assert low <= middle <= high


def test_the_bar_is_held_against_the_upper_end():
    report = Report("x")
    add_ratio(report, "ours / theirs", [(1.0, 1.0)] * 20 + [(3.0, 1.0)] * 19, bar=1.5)
    [line] = report.lines
    assert (line.value, line.high, line.is_met) == (1.0, 3.0, False)
    assert "MISSED" in shown(line)


def test_a_floor_is_held_from_below():
    assert Line("throughput", 0.7, bar=0.6, at_least=True).is_met
    assert Line("nothing to hold", 0.7).is_met is None


def test_sides_take_turns_in_beginning():
    order: list[str] = []
    abba([lambda: order.append("a")] * 4, [lambda: order.append("b")] * 4)
    assert "".join(order) == "abbaabba"


@pytest.mark.parametrize("power", [1.0, 1.5])
def test_growth_is_the_power_of_size(power):
    assert growth({size: 0.01 * size**power for size in (10, 100, 1000)}) == pytest.approx(power)


def test_percentile_is_a_measured_value():
    assert percentile([3.0, 1.0, 2.0, 4.0], 0.95) == 4.0
