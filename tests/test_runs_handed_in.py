"""Runs that are handed in beside the notebook: of either budget, and of a torch that draws other numbers than the grader's."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.numpy import load_file

from autograder.authoring import Seen
from autograder.course import load_assignment, load_course
from autograder.judging import judge
from autograder.plain import plain
from reference import outcomes
from reference.experiments import EXPERIMENTS, FULL, LAPTOP, LESSONS, TRAININGS
from reference.lessons import FULL_LESSONS, measured
from reference.rescore import (
    accuracies_known,
    both_tasks,
    canary,
    first_loss,
    lessons_again,
    packed,
    pictures,
    relearnt,
    rescored,
)

ROOT = Path(__file__).parents[1]
DRAWN = {
    "warmup": ("weights_grew_from_their_seed", "a_first_epoch_replays"),
    "beyond": ("a_is_learnt_before_any_remedy", "the_runs_of_a_seed_replay"),
}
"""The checks that start from draws."""


@pytest.mark.parametrize("slug", DRAWN)
def test_another_torch_is_blocked_and_not_failed(slug):
    runs = load_file(ROOT / "solutions" / slug / f"{slug}.safetensors")
    moved = runs["canary"].copy()
    moved[-1] += 0.01
    for numbers, status, said in (
        (runs["canary"], "passed", ""),
        (runs["canary"] + 0.1, "blocked", "draws other numbers"),
        (moved, "blocked", "computes other numbers"),
    ):
        value = plain({"data": "stand-in", "first_seed": 20_001, "runs": {**runs, "canary": numbers}})
        for outcome in judged(slug, value, DRAWN[slug]):
            assert (outcome.status, outcome.fault) == (status, False)
            assert said in outcome.message
            # The student is told, though the check is hidden, and what it is worth is neither given nor quietly left out.
            assert status == "passed" or ("ask your instructor" in " ".join(outcome.lines()) and outcome.weight > 0)


def judged(slug, value, names):
    """The outcomes of these checks, by the assignment's own judging, where `value` is what their probe saw."""
    checks = {check.name: check for check in load_assignment(load_course(ROOT), slug).checks}
    found = []
    for name in names:
        asks = checks[name].drawn(0)
        found.append(judge(checks[name], asks, {ask.key: Seen(ask.inputs, value) for ask in asks}, {}))
    return found


def nothing_is_stored(experiment, data):
    raise FileNotFoundError(f"{experiment}.{data}.json")


@pytest.fixture(scope="module")
def honest():
    """What the notebook's `run_all` returns of honest runs, while the full budget is a small one."""
    few = replace(FULL, images=120, test=100, size=8)
    kept_before = dict[str, dict[int, tuple[tuple[float, ...], ...]]]()
    stored = outcomes.Outcomes(FULL.name, "stand-in", {}, few.figures, kept_before)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(EXPERIMENTS, FULL.name, few)
        patch.setitem(TRAININGS, FULL.name, few)
        patch.setattr(outcomes, "load", lambda experiment, data: {FULL.name: stored}[experiment])
        pictures.cache_clear()
        data, runs = few.data("stand-in"), {"canary": canary()}
        for name in LAPTOP.schedules:
            for seed in range(31, 37):
                *_, last = few.run(name, seed, data)
                kept = packed(last.parameters)
                records = [[getattr(e, part) for e in last.records] for part in ("rate", "loss", "test_accuracy")]
                # Rounding the weights changes no more than a picture or two, but here one is a hundredth of all.
                (records[2][-1],) = rescored(few.name, "stand-in", [kept])
                runs[f"{name}/{seed}/records"] = torch.tensor(records)
                runs[f"{name}/{seed}/weights"] = kept
                # As if five others had had the same figures: then the band holds just these.
                end = {"loss": records[1][-1], "test_accuracy": records[2][-1]}
                row = tuple(end.get(figure, 0.0) for figure in few.figures)
                kept_before.setdefault(name, {}).update({10 * seed + i: (row,) for i in range(5)})
        yield {"data": "stand-in", "budget": "full", "first_seed": 31, "runs": runs}
        # They know the small budget by the name of the large one.
        for cache in (pictures, accuracies_known, first_loss):
            cache.cache_clear()


class TestTheFullBudget:
    """Runs of `warmup` with 30 epochs and torch's first weights; here on 120 pictures in batches of 8, for the sake of time."""

    CHECKS = (
        "thirty_runs_are_there",
        "accuracies_are_those_of_the_weights",
        "weights_grew_from_their_seed",
        "rates_are_those_of_the_schedules",
        "a_first_epoch_replays",
        "accuracies_are_those_of_honest_runs",
        "losses_are_those_of_honest_runs",
    )

    def test_honest_runs_pass(self, honest):
        for outcome in judged("warmup", plain(honest), self.CHECKS):
            assert outcome.status == "passed", (outcome.check, outcome.measured)
            if outcome.check.endswith("_of_honest_runs"):  # on record, also where all is well
                assert outcome.message.count("(30 runs, 4 may lie outside, 0.0") == 5, outcome.message

    def test_losses_that_no_honest_run_has(self, honest):
        runs = {
            k: r * torch.tensor([[1.0], [3.0], [1.0]]) if k.startswith("cosine/") and k.endswith("/records") else r
            for k, r in honest["runs"].items()
        }
        (outcome,) = judged("warmup", plain({**honest, "runs": runs}), ["losses_are_those_of_honest_runs"])
        assert (outcome.status, outcome.message) == ("failed", "cosine: 6 of 6 runs lie above those of honest runs.")
        assert "the band of 30 runs, but for 4 runs; honest work is outside more often in 0.0" in outcome.allowed

    def test_weights_that_no_honest_run_has(self, honest):
        """They know half of the pictures, where six honest runs of these few steps at a constant rate know a fifth at most."""
        best = honest["runs"]["cosine/34/weights"]
        runs = {k: best if re.fullmatch(r"constant/.*/weights", k) else r for k, r in honest["runs"].items()}
        (outcome,) = judged("warmup", plain({**honest, "runs": runs}), ["accuracies_are_those_of_honest_runs"])
        assert (outcome.status, outcome.message) == ("failed", "constant: 6 of 6 runs lie above those of honest runs.")

    def test_there_are_no_honest_runs_of_other_pictures(self, honest):
        """It is no fault of the grader's that they were swapped."""
        for data in ("?", "fashion-mnist"):
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(outcomes, "load", nothing_is_stored)
                (outcome,) = judged("warmup", plain({**honest, "data": data}), ["losses_are_those_of_honest_runs"])
            assert (outcome.status, outcome.fault) == ("failed", False)

    def test_the_laptops_epochs_are_too_few(self, honest):
        runs = {k: r[:, :8] if k.endswith("/records") else r for k, r in honest["runs"].items()}
        assert not self.passes({**honest, "runs": runs}, "thirty_runs_are_there")

    def test_the_laptops_rates_are_others(self, honest):
        """Half of them are of the laptop's schedules."""
        runs = {
            k: r * torch.tensor([[0.5], [1.0], [1.0]]) if k.endswith("/records") else r
            for k, r in honest["runs"].items()
        }
        assert not self.passes({**honest, "runs": runs}, "rates_are_those_of_the_schedules")

    def test_another_seed_is_another(self, honest):
        theirs = honest["runs"]["cosine/34/weights"]
        runs = {k: theirs if k == "cosine/33/weights" else r for k, r in honest["runs"].items()}
        assert not self.passes({**honest, "runs": runs}, "weights_grew_from_their_seed")

    def test_a_first_epoch_is_that_of_torchs_weights(self, honest):
        """One of three runs at a small rate is enough, for a rounding error may have grown in the others."""
        seeds = [31 + i % 6 for i in range(31, 34)]
        for wrong, passes in ((seeds[:1], True), (seeds[:2], True), (seeds, False)):
            names = [f"square root/{seed}/records" for seed in wrong]
            runs = {k: r * 1.06 if k in names else r for k, r in honest["runs"].items()}
            assert self.passes({**honest, "runs": runs}, "a_first_epoch_replays") is passes

    def test_another_budget_is_none(self, honest):
        assert not self.passes({**honest, "budget": "huge"}, "thirty_runs_are_there")

    def passes(self, value, name):
        (outcome,) = judged("warmup", plain(value), [name])
        return outcome.status == "passed"


class TestKinksInTheFullLessons:
    """A run of 1,000 steps may go on otherwise where a rounding error decides at a kink: another of the seeds replays."""

    @pytest.fixture(scope="class")
    @classmethod
    def runs(cls):
        """What the notebook's `run_all` returns of honest runs, while the lessons of the full budget are short."""
        few = replace(FULL_LESSONS, steps=60)
        with pytest.MonkeyPatch.context() as patch:
            patch.setitem(EXPERIMENTS, few.name, few)
            patch.setitem(LESSONS, few.name, few)
            tasks = both_tasks(few.name, "stand-in")
            runs = {"canary": canary()}
            for name in few.configurations:
                for seed in range(12, 18):
                    ends = few.after(name, seed, *tasks)
                    runs[f"{name}/{seed}/records"] = torch.tensor([measured(end, *tasks) for end in ends])
                    runs[f"{name}/{seed}/weights"] = torch.stack([packed(end) for end in ends])
            yield runs
            for cache in (pictures, both_tasks, relearnt, lessons_again):
                cache.cache_clear()

    @pytest.mark.parametrize(
        ("budget", "otherwise", "passes"),
        [("full", (), True), ("full", (12, 13, 14), True), ("full", range(12, 18), False)],
    )
    def test_one_of_four_seeds(self, runs, budget, otherwise, passes):
        assert self.replays(runs, budget, otherwise) == passes

    def test_the_laptops_seed_is_one(self, runs):
        """Seed 12 is trained again; the short lessons are none of the laptop's, so they are not asked to pass."""
        assert not self.replays(runs, "laptop", ())

    def replays(self, runs, budget, otherwise):
        changed = {key: kept * 1.2 if self.seed(key) in otherwise else kept for key, kept in runs.items()}
        value = {"data": "stand-in", "budget": budget, "first_seed": 12, "runs": changed}
        (outcome,) = judged("beyond", plain(value), ["the_runs_of_a_seed_replay"])
        return outcome.status == "passed"

    def seed(self, key):
        return int(key.split("/")[1]) if key.endswith("/weights") else None
