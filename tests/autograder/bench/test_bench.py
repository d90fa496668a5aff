"""The benchmark runs and measures what it says; its figures are for people, not for assertions."""

from __future__ import annotations

import pytest

from autograder.bench import sandbox_costs
from autograder.bench.doors import doors, overhead
from autograder.bench.scale import scale


def test_costs():
    costs = sandbox_costs(2, preload=())
    assert costs[0].name == "python -c pass"
    assert len(costs) == 4
    assert all(0 < cost.median_ms <= cost.worst_ms for cost in costs)


@pytest.mark.door
def test_three_graders_side_by_side(tiny):
    found = doors(tiny, "tiny", ours=2, otter=1, nbgrader=1, rounds=1)
    assert [figures.name for figures in found] == ["gradescent grade", "nbgrader autograde", "otter run"]
    for figures in found:
        assert len(figures.wall) == len(figures.cpu) == len(figures.peak) == 1
        assert min(figures.wall + figures.cpu + figures.peak) > 0
    [first] = found[0].first
    assert 0 < first <= 2 * found[0].wall[0]


@pytest.mark.heavy
def test_a_class_with_hostile_submissions():
    """The first three of a hundred mean harm; nobody else's mark is changed by them."""
    [found] = scale([8])
    assert (found.students, found.changed) == (8, 0)
    assert found.grader_mb <= found.peak_mb


def test_overhead(tiny):
    assert all(-20 < milliseconds < 5000 for milliseconds in overhead(tiny, "tiny", 2))
