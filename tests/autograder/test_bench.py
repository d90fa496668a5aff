"""The benchmark runs and measures what it says; its figures are for people, not for assertions."""

from __future__ import annotations

from autograder.bench import sandbox_costs


def test_costs():
    costs = sandbox_costs(2, preload=())
    assert costs[0].name == "python -c pass"
    assert len(costs) == 4
    assert all(0 < cost.median_ms <= cost.worst_ms for cost in costs)
