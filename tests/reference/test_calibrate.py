"""The command that calibrates: what it says of a device that is not there, and what an interrupt leaves."""

import signal
from dataclasses import replace

import pytest
import torch

from reference import outcomes
from reference.calibrate import main
from reference.experiments import EXPERIMENTS, LAPTOP, Trainings
from reference.schedules import constant


@pytest.fixture(autouse=True)
def threads():
    """The command chooses how many threads its process has."""
    count = torch.get_num_threads()
    yield
    torch.set_num_threads(count)


@pytest.fixture
def command(tmp_path, monkeypatch):
    """Two runs of a training that takes no time."""
    tiny = replace(LAPTOP, name="tiny", images=40, test=20, epochs=2, schedules={"a": constant(0.1)})
    monkeypatch.setitem(EXPERIMENTS, "tiny", tiny)
    return ["tiny", "--data", "stand-in", "--runs", "2", "--device", "cpu", "--out", str(tmp_path)]


@pytest.mark.parametrize("device", ["cuda", "mps"])
def test_a_device_that_is_not_there_is_said(command, monkeypatch, capsys, device):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)
    assert main([*command, "--device", device]) == 1
    shown = capsys.readouterr()
    assert shown.err == f"gradescent calibrate: there is no {device} here; --device takes: auto, cpu\n"
    assert shown.out == ""


def test_an_interrupt_leaves_what_is_trained_and_the_same_command_goes_on(command, tmp_path, monkeypatch, capsys):
    rows, seeds = Trainings.rows, []

    def interrupted(self, configurations, seed, *rest):
        seeds.append(seed)
        if seed == 1:
            signal.raise_signal(signal.SIGINT)
        return rows(self, configurations, seed, *rest)

    with monkeypatch.context() as patch:
        patch.setattr(Trainings, "rows", interrupted)
        assert main(command) == 130
    shown = capsys.readouterr()
    assert shown.err.strip() == "interrupted; what is trained is stored: the same command goes on"
    assert [line.split(":")[0] for line in shown.out.splitlines()] == ["a, seed 0"]
    assert list(outcomes.load("tiny", "stand-in", tmp_path).runs["a"]) == seeds[:1] == [0]

    assert main(command) == 0
    assert [line.split(":")[0] for line in capsys.readouterr().out.splitlines()] == ["a, seed 1"]
