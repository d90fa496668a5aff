"""What a band tells from honest training: trainings gone wrong, of the laptop budget, on the stand-in."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from reference import lenet, outcomes
from reference.bands import allowed_outside
from reference.experiments import LAPTOP
from reference.rescore import packed, rescored
from reference.training import begin, by_epoch, epochs

SEED = 1_000_001  # calibration counts from 0
NAME = "cosine"


def trained(data, count=LAPTOP.epochs, stretch=1):
    """The packed last weights of a run on these pictures."""
    schedule = by_epoch(lambda t: LAPTOP.schedules[NAME](t // stretch), len(data.labels), LAPTOP.size)
    start = begin(lenet.initial(SEED))
    *_, last = epochs(lenet.logits, start, data, schedule, epochs=count * stretch, size=LAPTOP.size, seed=SEED)
    return packed(last.parameters)


def on_the_test_set(data):
    """As many steps as an honest run, but on the thousand pictures that it is measured with."""
    return trained(replace(data, images=data.test_images, labels=data.test_labels), stretch=2)


def too_few_steps(data):
    return trained(data, count=2)


def shuffled_labels(data):
    order = torch.randperm(len(data.labels), generator=torch.Generator().manual_seed(0))
    return trained(replace(data, labels=data.labels[order]))


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("wrongly", "side"), [(on_the_test_set, "above"), (too_few_steps, "below"), (shuffled_labels, "below")]
)
def test_it_lies_outside(wrongly, side):
    data, band = LAPTOP.data("stand-in"), outcomes.load(LAPTOP.name, "stand-in").band(NAME, "test_accuracy")
    (found,) = rescored(LAPTOP.name, "stand-in", [wrongly(data)])
    assert not band.holds(found)
    assert ("above" if found > band.high else "below") == side


@pytest.mark.parametrize("figure", ["loss", "test_accuracy"])
@pytest.mark.parametrize("name", LAPTOP.schedules)
def test_six_fresh_honest_runs_do_not_fail(name, figure):
    """Those that the bank of `warmup` hands in: trained by a student's loop, with seeds that were not calibrated with."""
    row = {"loss": 1, "test_accuracy": 2}[figure]
    runs = load_file(Path(__file__).parents[2] / "solutions" / "warmup" / "warmup.safetensors")
    values = [float(runs[f"{name}/{seed}/records"][row][-1]) for seed in range(20_001, 20_007)]
    stored = outcomes.load(LAPTOP.name, "stand-in")
    assert not set(range(20_001, 20_007)) & set(stored.runs[name])
    band = stored.band(name, figure)
    assert sum(not band.holds(value) for value in values) <= allowed_outside(6, band, 0.001)[0]
