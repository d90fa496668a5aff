"""The textbook's training beside ours."""

import pytest
import torch

from reference import bench


@pytest.mark.heavy
def test_three_ways_that_train_alike(capsys):
    """After as many epochs they are about as good; that they take the same steps is shown by test_epochs.py."""
    told = ["--data", "stand-in", "--images", "6000", "--rounds", "2", "--size", "32", "--device", "cpu"]
    assert bench.main(told) == 0
    first, *lines = capsys.readouterr().out.splitlines()
    assert first.endswith("6000 images an epoch, batches of 32")
    reached = [float(line.partition("test accuracy ")[2][:5]) for line in lines[:3]]
    assert min(reached) > 0.5
    assert max(reached) - min(reached) < 0.15
    assert sum("against the textbook" in line for line in lines[3:]) == 4


def test_what_cannot_be_had_is_said(capsys, monkeypatch):
    monkeypatch.setattr(bench, "fashion_mnist", refuse)
    assert bench.main(["--data", "fashion-mnist", "--images", "10"]) == 1
    assert "gradescent bench train: no such folder" in capsys.readouterr().err


def test_a_device_that_is_not_there_is_said(capsys, monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert bench.main(["--images", "10", "--device", "cuda"]) == 1
    assert capsys.readouterr().err.startswith("gradescent bench train: there is no cuda here; --device takes: auto, ")


def refuse():
    raise bench.NoData("no such folder")
