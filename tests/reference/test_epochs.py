"""Trainings of whole data sets: rates in time, states to go on from, and what an interrupt leaves."""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch import nn

from reference import lenet
from reference.data import stand_in
from reference.training import accuracy, begin, by_epoch, epochs, epochs_abreast, restore, save, shuffled

PICTURES = stand_in(100, 40)


def states(start=None, schedule=lambda t: 0.1, count=3, momentum=0.0, seed=4):
    return list(
        epochs(
            *(lenet.logits, start or begin(lenet.initial(seed)), PICTURES, schedule),
            **{"epochs": count, "size": 32, "seed": seed, "momentum": momentum},
        )
    )


def same(a, b):
    return all(x.equal(y) for x, y in zip((*a.parameters, *a.velocities), (*b.parameters, *b.velocities), strict=True))


def network(parameters):
    """LeNet as torch has it, with these parameters."""
    model = nn.Sequential(
        *(nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Flatten(), nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10)),
    )
    for mine, given in zip(model.parameters(), parameters, strict=True):
        mine.data = given.clone()
    return model


@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_it_is_torchs_sgd_step_by_step(momentum):
    rates = [0.05, 0.2, 0.01]
    ours = states(schedule=by_epoch(lambda t: rates[t], 100, 32), momentum=momentum)
    model = network(lenet.initial(4))
    optimizer = torch.optim.SGD(model.parameters(), lr=9.9, momentum=momentum)
    batches, losses = shuffled(PICTURES.images, PICTURES.labels, 32, 4), []
    for epoch, rate in enumerate(rates):
        optimizer.param_groups[0]["lr"] = rate
        total = 0.0
        for images, labels in batches(epoch):
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(model(images), labels)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(labels)
        losses.append(total / 100)
    last = ours[-1]
    assert [record.rate for record in last.records] == rates
    torch.testing.assert_close([record.loss for record in last.records], losses, rtol=1e-4, atol=1e-5)
    torch.testing.assert_close(last.parameters, tuple(p.detach() for p in model.parameters()), rtol=1e-3, atol=1e-4)


def test_the_rate_is_asked_for_before_each_step_and_once():
    asked = []
    states(schedule=lambda step: asked.append(step) or 0.1, count=2)
    assert [step for step in asked if asked.count(step) == 1] == [1, 2, 3, 5, 6, 7]
    assert sorted(set(asked)) == list(range(8))  # the first step of an epoch once more, for the record


def test_a_state_is_not_changed_by_going_on():
    start = begin(lenet.initial(0))
    before = replace(start, parameters=tuple(p.clone() for p in start.parameters))
    states(start)
    assert same(start, before)


def test_going_on_from_a_saved_state_is_going_on(tmp_path):
    whole = states(momentum=0.9)
    save(whole[:1], tmp_path / "state", why="test")
    (state,), about = restore(tmp_path / "state")
    assert about == {"why": "test"}
    assert state.records == whole[0].records
    assert same(states(state, momentum=0.9)[-1], whole[-1])
    assert not (tmp_path / "state.part").exists()


def test_several_go_on_from_saved_states_each_from_its_own(tmp_path):
    start = [begin(lenet.initial(seed)) for seed in (4, 5, 6)]
    several = {"epochs": 3, "size": 32, "seed": 4, "momentum": 0.9}
    schedules = [lambda t, rate=rate: rate for rate in (0.01, 0.05, 0.1)]
    middle, *_, last = epochs_abreast(lenet.logits_abreast, start, PICTURES, schedules, **several)
    save(middle, tmp_path / "states", why="test", of="three")
    found, about = restore(tmp_path / "states")
    assert about == {"why": "test", "of": "three"}
    for own, other in zip(found, middle, strict=True):
        assert own.records == other.records
        assert same(own, other)
        assert all(velocity.any() for velocity in own.velocities)
    assert not any(same(found[i], found[j]) for i, j in ((0, 1), (0, 2), (1, 2)))
    *_, again = epochs_abreast(lenet.logits_abreast, found, PICTURES, schedules, **several)
    for own, other in zip(again, last, strict=True):
        assert own.records == other.records
        assert same(own, other)


@pytest.mark.parametrize("text", [b"", b"nonsense", None])
def test_a_damaged_state_is_named(tmp_path, text):
    file = tmp_path / "state"
    save(states(count=1), file)
    file.write_bytes(file.read_bytes()[:-100] if text is None else text)
    with pytest.raises(ValueError, match="holds no state of a training"):
        restore(file)


def test_killed_in_the_middle_and_taken_up_it_ends_the_same(tmp_path):
    """The process is killed while it trains, at whatever point that is."""
    program = f"""
import sys, torch
sys.path.insert(0, {str(Path(__file__).parents[2])!r})
torch.set_num_threads(1)
from pathlib import Path
from reference import lenet
from reference.data import stand_in
from reference.training import begin, epochs, save
pictures = stand_in(100, 40)
for state in epochs(lenet.logits, begin(lenet.initial(4)), pictures, lambda t: 0.1, epochs=10**6, size=32, seed=4):
    save([state], Path(sys.argv[1]))
    print(len(state.records), flush=True)
"""
    file, threads = tmp_path / "state", torch.get_num_threads()
    process = subprocess.Popen([sys.executable, "-c", program, str(file)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    while int(process.stdout.readline()) < 3:
        pass
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    (state,), _ = restore(file)
    torch.set_num_threads(1)
    try:
        reached = len(state.records)
        assert same(states(state, count=reached + 2)[-1], states(count=reached + 2)[-1])
    finally:
        torch.set_num_threads(threads)


def test_runs_abreast_are_runs_alone():
    """Each with its own weights, rates and momentum, and each taken up again where it stood."""
    rates = [0.0, 0.05, 0.1]
    alone = [states(schedule=lambda t, rate=rate: rate, momentum=0.5) for rate in rates]
    several = {"epochs": 3, "size": 32, "seed": 4, "momentum": 0.5}
    schedules = [lambda t, rate=rate: rate for rate in rates]
    start = [begin(lenet.initial(4))] * 3
    *_, middle, last = epochs_abreast(lenet.logits_abreast, start, PICTURES, schedules, **several)
    (again,) = epochs_abreast(lenet.logits_abreast, middle, PICTURES, schedules, **several)
    for run, (own, other, after) in enumerate(zip((run[-1] for run in alone), last, again, strict=True)):
        assert [record.rate for record in other.records] == [rates[run]] * 3
        torch.testing.assert_close(other.parameters, own.parameters, rtol=1e-4, atol=1e-5)
        torch.testing.assert_close(other.velocities, own.velocities, rtol=1e-3, atol=1e-4)
        for mine, theirs in zip(other.records, own.records, strict=True):
            assert mine.loss == pytest.approx(theirs.loss, abs=1e-5)
            assert mine.train_accuracy == pytest.approx(theirs.train_accuracy, abs=0.011)
            assert mine.test_accuracy == pytest.approx(theirs.test_accuracy, abs=0.026)
        assert same(after, other)
    assert len({record.loss for *_, record in (state.records for state in last)}) == 3


def test_runs_abreast_begin_together():
    start = begin(lenet.initial(0))
    options = {"epochs": 2, "size": 32, "seed": 4}
    for uneven in ([start], [start, states(start, count=1)[0]]):
        with pytest.raises(ValueError, match="the same number of epochs"):
            list(epochs_abreast(lenet.logits_abreast, uneven, PICTURES, [lambda t: 0.1] * 2, **options))


def test_accuracy_counts_every_picture_once():
    def logits(parameters, images):
        return images[:, :10]

    images, labels = torch.eye(10)[[0, 1, 2, 2, 4]], torch.tensor([0, 1, 2, 3, 4])
    assert accuracy(logits, [], images, labels, size=2) == 0.8
    with pytest.raises(ValueError, match="no examples"):
        accuracy(logits, [], images[:0], labels[:0])
