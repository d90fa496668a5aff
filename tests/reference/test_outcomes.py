"""Stored runs, how they come about, and what holds of those that are committed."""

import json
from dataclasses import replace

import pytest
import torch

from reference import outcomes
from reference.calibrate import calibrate, main
from reference.experiments import EXPERIMENTS, FULL, LAPTOP, lagging
from reference.schedules import constant
from reference.training import Epoch

TINY = replace(LAPTOP, name="tiny", images=40, test=20, epochs=2, schedules={"a": constant(0.1), "b": constant(0.2)})
CPU = torch.device("cpu")


def test_what_is_written_is_read(tmp_path):
    stored = outcomes.Outcomes("tiny", "stand-in", {"device": "cpu"}, {})
    for seed in (10, 9):
        stored = stored.added("a", seed, (Epoch(0.1, 2.0, 0.1, 0.2), Epoch(0.1, 1.0 + seed, 0.3, 0.4)))
    outcomes.write(stored, tmp_path)
    found = outcomes.load("tiny", "stand-in", tmp_path)
    assert found.runs == {"a": {9: ((2.0, 0.1, 0.2), (10.0, 0.3, 0.4)), 10: ((2.0, 0.1, 0.2), (11.0, 0.3, 0.4))}}
    assert found.last("a", "loss") == (10.0, 11.0)
    assert found.about == {"device": "cpu"}


def test_a_damaged_file_is_named(tmp_path):
    outcomes.path_of("tiny", "stand-in", tmp_path).write_text('{"runs": 3}')
    with pytest.raises(ValueError, match=r"tiny\.stand-in\.json is damaged"):
        outcomes.load("tiny", "stand-in", tmp_path)


def test_calibration_goes_on_where_it_stopped_and_gives_the_same(tmp_path, capsys):
    calibrate(TINY, "stand-in", 1, CPU, tmp_path / "")
    path = outcomes.path_of("tiny", "stand-in", tmp_path)
    half = json.loads(path.read_text())
    del half["runs"]["b"]
    path.write_text(json.dumps(half))
    outcomes.load.cache_clear()
    capsys.readouterr()
    calibrate(TINY, "stand-in", 2, CPU, tmp_path)
    assert [line.split(":")[0] for line in capsys.readouterr().out.splitlines()] == [
        "b, seed 0",
        "a, seed 1",
        "b, seed 1",
    ]
    whole = path.read_text()
    path.unlink()
    outcomes.load.cache_clear()
    calibrate(TINY, "stand-in", 2, CPU, tmp_path)
    assert json.loads(path.read_text())["runs"] == json.loads(whole)["runs"]


def test_stored_runs_are_shown(tmp_path, capsys):
    stored = outcomes.Outcomes("warmup-laptop", "stand-in", {}, {})
    for seed in range(4):
        stored = stored.added("cosine", seed, (Epoch(0.1, 1.0 + seed, 0.3, 0.4),))
    outcomes.write(stored, tmp_path)
    threads = torch.get_num_threads()
    try:
        assert main(["warmup-laptop", "--data", "stand-in", "--show", "--out", str(tmp_path)]) == 0
        assert "| cosine | 4 | 2.500 (1.000 to 4.000) |" in capsys.readouterr().out
        assert main(["warmup-full", "--data", "stand-in", "--show", "--out", str(tmp_path)]) == 1
    finally:
        torch.set_num_threads(threads)


def test_other_settings_do_not_mix(tmp_path):
    calibrate(TINY, "stand-in", 1, CPU, tmp_path)
    with pytest.raises(ValueError, match="another configuration"):
        calibrate(replace(TINY, size=16), "stand-in", 2, CPU, tmp_path)


def test_the_command_says_what_is_wrong(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("GRADESCENT_DATA", str(tmp_path))
    monkeypatch.setattr(
        "torchvision.datasets.FashionMNIST.download", lambda self: (_ for _ in ()).throw(OSError("no network"))
    )
    threads = torch.get_num_threads()
    try:
        assert main(["warmup-laptop", "--out", str(tmp_path), "--runs", "1"]) == 1
    finally:
        torch.set_num_threads(threads)
    assert "no network" in capsys.readouterr().err


def test_the_five_and_how_they_were_published():
    """Epoch 0 of the published warmup trains at 0.3 and epoch 1 at 0; its multi-step run at a constant 0.125."""
    rates = FULL.described()["rates"]
    assert rates["warmup, then cosine"][:6] == [0.0, 0.06, 0.12, 0.18, 0.24, 0.3]
    assert rates["warmup, then cosine, as published"][:3] == [0.3, 0.0, 0.06]
    assert set(rates["multi-step, as published"]) == {0.125}
    assert rates["multi-step"][14:16] == [0.5, 0.25]
    assert [lagging(lambda t: t / 10, 0.5)(t) for t in (0, 1, 2)] == [0.5, 0.0, 0.1]


@pytest.mark.parametrize("path", sorted(outcomes.HOME.glob("*.json")), ids=lambda path: path.stem)
def test_what_is_stored_belongs_to_its_experiment(path):
    name, _, data = path.stem.partition(".")
    stored, experiment = outcomes.load(name, data), EXPERIMENTS[name]
    assert stored.about["configuration"] == experiment.described()
    assert set(stored.runs) == set(experiment.schedules)
    for runs in stored.runs.values():
        assert all(len(run) == experiment.epochs and max(e[2] for e in run) <= 1 for run in runs.values())
