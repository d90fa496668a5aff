"""What a band tells from honest training: trainings gone wrong, of the laptop budget."""

import os
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

SEEDS = range(1_000_001, 1_000_007)  # calibration counts from 0
NAME = "cosine"
REAL = pytest.mark.skipif(
    "GRADESCENT_DATA" not in os.environ, reason="GRADESCENT_DATA names no folder with Fashion-MNIST"
)


def trained(data, seed, count=LAPTOP.epochs, stretch=1):
    """The packed last weights of a run on these pictures."""
    schedule = by_epoch(lambda t: LAPTOP.schedules[NAME](t // stretch), len(data.labels), LAPTOP.size)
    start = begin(lenet.initial(seed))
    *_, last = epochs(lenet.logits, start, data, schedule, epochs=count * stretch, size=LAPTOP.size, seed=seed)
    return packed(last.parameters)


def on_the_test_set(data, seed):
    """As many steps as an honest run, but on the thousand pictures that it is measured with."""
    return trained(replace(data, images=data.test_images, labels=data.test_labels), seed, stretch=2)


def too_few_steps(data, seed):
    return trained(data, seed, count=2)


def shuffled_labels(data, seed):
    order = torch.randperm(len(data.labels), generator=torch.Generator().manual_seed(0))
    return trained(replace(data, labels=data.labels[order]), seed)


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("wrongly", "side"), [(on_the_test_set, "above"), (too_few_steps, "below"), (shuffled_labels, "below")]
)
@pytest.mark.parametrize("data", ["stand-in", pytest.param("fashion-mnist", marks=REAL)])
def test_six_runs_of_a_schedule_are_told(wrongly, side, data):
    """As the check of `warmup` asks: of five schedules one went wrong, in all of its six runs."""
    shown, stored = LAPTOP.data(data), outcomes.load(LAPTOP.name, data)
    last = {(name, "test_accuracy"): stored.last(name, "test_accuracy")[:6] for name in LAPTOP.schedules}
    found = rescored(LAPTOP.name, data, [wrongly(shown, seed) for seed in SEEDS])
    told = [one for one in stored.beside({**last, (NAME, "test_accuracy"): found}, 0.005) if one.too_many]
    assert [one.configuration for one in told] == [NAME]
    band = told[0].band
    assert sum(value > band.high if side == "above" else value < band.low for value in found) >= 5


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
