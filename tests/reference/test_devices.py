"""The devices: what is there is chosen, what is not is said, and a GPU trains as a CPU does."""

import pytest
import torch

from reference import lenet
from reference.data import stand_in
from reference.devices import chosen, clock, described
from reference.training import begin, epochs


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
