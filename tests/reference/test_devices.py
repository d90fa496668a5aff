"""The devices: what is there is chosen, what is not is said, and any device trains as a CPU does.

A GPU is seldom here. `Elsewhere` is a stand-in for a tensor on one, at which whatever would fail there fails on every machine.
"""

from dataclasses import replace

import pytest
import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves, tree_map

from reference import lenet
from reference.calibrate import calibrate
from reference.data import patterns, stand_in
from reference.devices import chosen, clock, described
from reference.experiments import LAPTOP
from reference.lessons import LAPTOP_LESSONS, REMEDIES, measured, task
from reference.training import begin, epochs, epochs_abreast, restore, save, shuffled, train

CPU, THERE = torch.device("cpu"), torch.device("meta")


class Elsewhere(torch.Tensor):
    """A tensor that torch takes for one on another device; its numbers lie on the CPU, and are computed there."""

    @staticmethod
    def __new__(cls, numbers):
        if numbers.dtype == torch.float64:
            raise TypeError("this device has no float64")  # as Apple's GPUs
        form = {"strides": numbers.stride(), "dtype": numbers.dtype, "device": THERE}
        return torch.Tensor._make_wrapper_subclass(cls, numbers.shape, **form)

    def __init__(self, numbers):
        self.numbers = numbers

    @classmethod
    def __torch_dispatch__(cls, operation, types, args=(), kwargs=None):
        raise AssertionError("only inside of AnotherDevice")

    def tolist(self):
        return self.numbers.tolist()


class AnotherDevice(TorchDispatchMode):
    """While it is on, tensors can be made on and moved to `THERE`, and no operation takes some from there and some from here.

    Numbers (tensors without dimensions) it takes from anywhere, as GPUs do. It is stricter than they are in that it does not
    index with what lies on the CPU, for which a GPU waits.
    """

    def __torch_dispatch__(self, operation, types, args=(), kwargs=None):
        kwargs = dict(kwargs or {})
        given = [x for x in tree_leaves((args, kwargs)) if isinstance(x, torch.Tensor)]
        away = [x for x in given if isinstance(x, Elsewhere)]
        named = kwargs.get("device")
        moves = operation is torch.ops.aten._to_copy.default
        if away and not moves and any(x.dim() and not isinstance(x, Elsewhere) for x in given):
            raise RuntimeError(f"{operation}: expected all tensors to be on the same device")
        if named is not None:
            kwargs["device"] = CPU
        args, kwargs = tree_map(lambda x: x.numbers if isinstance(x, Elsewhere) else x, (args, kwargs))
        result = operation(*args, **kwargs)
        if torch.device(named) != THERE if named is not None else not away:
            return result
        changed = {id(x.numbers): x for x in away}  # in place: these stay the tensors that they are

        def there(x):
            return changed[id(x)] if id(x) in changed else Elsewhere(x) if isinstance(x, torch.Tensor) else x

        return tree_map(there, result)


@pytest.fixture
def there():
    """Another device, as long as the test lasts."""
    with AnotherDevice():
        yield THERE


def test_auto_is_what_is_there():
    assert chosen("auto").type in {"cpu", "cuda", "mps"}
    assert chosen("cpu") == torch.device("cpu")


def test_what_is_not_there_is_said(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(ValueError, match=r"no cuda here; --device takes: auto"):
        chosen("cuda")


def test_the_clock_goes_forward():
    device = torch.device("cpu")
    assert clock(device) < clock(device)
    assert described(device).startswith("cpu ")


def test_the_stand_in_refuses_what_a_gpu_refuses(there):
    numbers = torch.arange(3.0)
    away = numbers.to(there)
    assert type(away) is type(torch.zeros(3, device=there)) is Elsewhere
    assert (away + 1).cpu().equal(numbers + 1)
    assert away.add_(torch.tensor(1.0)) is away
    for mixed in (lambda: away + numbers, lambda: numbers * away, lambda: away[torch.tensor([0, 1])]):
        with pytest.raises(RuntimeError, match="on the same device"):
            mixed()
    for wide in (lambda: away.double(), lambda: torch.zeros(3, dtype=torch.float64, device=there)):
        with pytest.raises(TypeError, match="no float64"):
            wide()


@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_another_device_trains_as_a_cpu_does(there, tmp_path, momentum):
    """Several abreast, saved in the middle and taken up; the stand-in computes as the CPU, so every bit is the same."""
    schedules = [lambda t, rate=rate: rate for rate in (0.01, 0.1)]
    options = {"epochs": 3, "size": 16, "seed": 1, "momentum": momentum}
    runs = []
    for device in (CPU, there):
        here = stand_in(40, 20).to(device)
        start = [begin([parameter.to(device) for parameter in lenet.initial(0)])] * 2
        middle, *_, last = epochs_abreast(lenet.logits_abreast, start, here, schedules, **options)
        save(middle, tmp_path / "states")
        found, _ = restore(tmp_path / "states", device)
        *_, again = epochs_abreast(lenet.logits_abreast, found, here, schedules, **options)
        for states in (last, again):
            tensors = [tensor for state in states for tensor in (*state.parameters, *state.velocities)]
            assert {tensor.device for tensor in tensors} == {device}
            runs.append(([state.records for state in states], [tensor.cpu() for tensor in tensors]))
    (records, tensors), *others = runs
    for other, theirs in others:
        assert other == records
        assert all(a.equal(b) for a, b in zip(tensors, theirs, strict=True))


def test_another_device_replays_as_a_cpu_does(there):
    pictures, runs = stand_in(40, 20), []
    for device in (CPU, there):
        here = pictures.to(device)
        batches = shuffled(here.images, here.labels, 16, seed=3)
        runs.append(train(lenet.logits, [p.to(device) for p in lenet.initial(0)], batches, 2, lambda t: 0.1, 0.9))
    assert runs[0].losses == runs[1].losses
    assert all(a.equal(b.cpu()) for a, b in zip(runs[0].parameters, runs[1].parameters, strict=True))


@pytest.mark.parametrize("remedy", REMEDIES)
def test_another_device_learns_lessons_as_a_cpu_does(there, remedy):
    few, pictures, runs = replace(LAPTOP_LESSONS, steps=10), patterns(200, 50), []
    for device in (CPU, there):
        here = pictures.to(device)
        tasks = task(here, 0), task(here, 5)
        after = few.after(remedy, 1, *tasks)
        tensors = [tensor for parameters in after for tensor in parameters]
        assert {tensor.device for tensor in tensors} == {device}
        runs.append(([measured(parameters, *tasks) for parameters in after], [tensor.cpu() for tensor in tensors]))
    assert runs[0][0] == runs[1][0]
    assert all(a.equal(b) for a, b in zip(runs[0][1], runs[1][1], strict=True))


@pytest.mark.parametrize(
    "experiment",
    [replace(LAPTOP, images=40, test=20, epochs=2), replace(LAPTOP_LESSONS, steps=3)],
    ids=lambda experiment: experiment.name,
)
def test_another_device_is_calibrated_with(there, tmp_path, experiment):
    stored = [calibrate(experiment, "stand-in", 1, device, tmp_path / device.type) for device in folders(tmp_path)]
    assert stored[0].runs == stored[1].runs
    assert set(stored[1].runs) == set(experiment.configurations)
    assert str(stored[1].about["device"]).startswith("meta ")


def folders(home):
    """The CPU and the other device, each with a folder of its name."""
    for device in (CPU, THERE):
        (home / device.type).mkdir()
        yield device


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no CUDA device here")
def test_a_gpu_trains_as_a_cpu_does():
    pictures, runs = stand_in(300, 100), []
    for device in (torch.device("cpu"), torch.device("cuda")):
        start = begin([parameter.to(device) for parameter in lenet.initial(0)])
        here = pictures.to(device)
        *_, last = epochs(lenet.logits, start, here, lambda step: 0.05, epochs=2, size=64, seed=1)
        runs.append([record.loss for record in last.records])
    assert runs[0] == pytest.approx(runs[1], rel=1e-2)


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no CUDA device here")
@pytest.mark.parametrize("remedy", REMEDIES)
def test_a_gpu_learns_lessons_as_a_cpu_does(remedy):
    few, pictures, runs = replace(LAPTOP_LESSONS, steps=10), patterns(200, 50), []
    for device in (torch.device("cpu"), torch.device("cuda")):
        here = pictures.to(device)
        after = few.after(remedy, 1, task(here, 0), task(here, 5))
        runs.append([tensor.cpu() for parameters in after for tensor in parameters])
    torch.testing.assert_close(runs[1], runs[0], rtol=1e-2, atol=1e-4)
