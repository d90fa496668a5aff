"""What is said of runs whose torch draws other numbers than the grader's: blocked, which is never wrong."""

from pathlib import Path

import pytest
from safetensors.numpy import load_file

from autograder.authoring import Seen
from autograder.course import load_assignment, load_course
from autograder.judging import judge
from autograder.plain import plain

ROOT = Path(__file__).parents[1]
DRAWN = {
    "warmup": ("weights_grew_from_their_seed", "a_first_epoch_replays"),
    "beyond": ("a_is_learnt_before_any_remedy", "the_runs_of_a_seed_replay"),
}
"""The checks that start from draws."""


@pytest.mark.parametrize("slug", DRAWN)
def test_another_torch_is_blocked_and_not_failed(slug):
    runs = load_file(ROOT / "solutions" / slug / f"{slug}.safetensors")
    checks = {check.name: check for check in load_assignment(load_course(ROOT), slug).checks}
    for canary, status in ((runs["canary"], "passed"), (runs["canary"] + 0.1, "blocked")):
        value = plain({"data": "stand-in", "first_seed": 20_001, "runs": {**runs, "canary": canary}})
        for name in DRAWN[slug]:
            asks = checks[name].drawn(0)
            outcome = judge(checks[name], asks, {ask.key: Seen(ask.inputs, value) for ask in asks}, {})
            assert (outcome.check, outcome.status) == (name, status), outcome.measured
            assert "draws other numbers" in outcome.measured if status == "blocked" else not outcome.measured
