"""Stored runs, how they come about, and what holds of those that are committed."""

import json
from dataclasses import replace
from statistics import median

import pytest
import torch

from reference import outcomes
from reference.bands import allowed_outside, band
from reference.calibrate import FRESH, between, calibrate, compared, main
from reference.data import NAMES
from reference.experiments import EXPERIMENTS, FULL, LAPTOP, lagging
from reference.lessons import LAPTOP_LESSONS
from reference.schedules import constant

FIGURES = LAPTOP.figures
TINY = replace(LAPTOP, name="tiny", images=40, test=20, epochs=2, schedules={"a": constant(0.1), "b": constant(0.2)})
CPU = torch.device("cpu")


def test_what_is_written_is_read(tmp_path):
    stored = outcomes.Outcomes("tiny", "stand-in", {"device": "cpu"}, FIGURES, {})
    for seed in (10, 9):
        stored = stored.added("a", seed, ((2.0, 0.1, 0.2), (1.0 + seed, 0.3, 0.4)))
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
    stored = outcomes.Outcomes("warmup-laptop", "stand-in", {}, FIGURES, {})
    for seed in range(4):
        stored = stored.added("cosine", seed, ((1.0 + seed, 0.3, 0.4),))
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


PUBLISHED = {
    "constant": (0.128, 0.951, 0.885),
    "square root, as published": (0.270, 0.901, 0.876),
    "multi-step, as published": (0.191, 0.928, 0.889),
    "cosine, as published": (0.207, 0.923, 0.892),
    "warmup, then cosine, as published": (0.261, 0.904, 0.878),
}


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
    assert stored.figures == experiment.figures
    assert set(stored.runs) <= set(experiment.configurations)
    for runs in stored.runs.values():
        assert max(runs) < FRESH
        assert all(len(run) == experiment.moments and max(row[2] for row in run) <= 1 for run in runs.values())


def halves(stored):
    """Of every configuration and figure, the stored runs of even seeds and those of odd ones."""
    for name, runs in stored.runs.items():
        for i, figure in enumerate(stored.figures):
            sides = [[run[-1][i] for seed, run in runs.items() if seed % 2 == side] for side in (0, 1)]
            yield f"{name}, {figure}", *sides


@pytest.mark.parametrize("path", sorted(outcomes.HOME.glob("*.json")), ids=lambda path: path.stem)
def test_of_stored_runs_no_more_lie_outside_than_wilks_says(path):
    """Half of the runs against the band of the other half, either way. The figures are fixed, so this either holds or not; of
    honest ones it would be missed in less than one of a thousand calibrations, by the sum over all that is looked at."""
    name, _, data = path.stem.partition(".")
    found = [
        case
        for label, even, odd in halves(outcomes.load(name, data))
        for case in ((label, even, odd), (label, odd, even))
    ]
    for label, old, new in found:
        held = band(old)
        outside = sum(not held.holds(value) for value in new)
        assert outside <= allowed_outside(len(new), held, 0.001 / len(found))[0], label


@pytest.mark.parametrize("data", NAMES)
def test_the_schedules_differ_in_the_same_direction_and_none_saturates(data):
    """On the stand-in as on Fashion-MNIST every decay helps the test accuracy and lowers the loss, and there is room above."""
    stored = outcomes.load("warmup-laptop", data)
    test, loss = ({n: median(stored.last(n, figure)) for n in stored.runs} for figure in ("test_accuracy", "loss"))
    for name in stored.runs.keys() - {"constant"}:
        assert test[name] > test["constant"]
        assert loss[name] < loss["constant"]
        assert 0.75 < test[name] < 0.9


def test_figures_of_the_source_in_the_bands_of_what_it_really_trained():
    """One run each: training loss, training accuracy and test accuracy, to three digits; docs/training.md has the table."""
    stored = outcomes.load("warmup-full", "fashion-mnist")
    outside = {
        (name, figure)
        for name, figures in PUBLISHED.items()
        for figure, value in zip(stored.figures, figures, strict=True)
        if not round(stored.band(name, figure).low, 3) <= value <= round(stored.band(name, figure).high, 3)
    }
    assert outside == {
        ("constant", "loss"),
        ("constant", "train_accuracy"),
        ("warmup, then cosine, as published", "loss"),
    }


@pytest.mark.parametrize("path", sorted(outcomes.HOME.glob("*.json")), ids=lambda path: path.stem)
def test_leaving_one_out_at_most_two_ranks_lie_outside(path):
    """Each run against the band of all others: those outside are the outermost ones, `rank` on each side, less where there are
    ties. So one more run is outside in at most 2 · rank / n of cases, which is what a band declares."""
    name, _, data = path.stem.partition(".")
    stored = outcomes.load(name, data)
    for configuration in stored.runs:
        for figure in stored.figures:
            values = stored.last(configuration, figure)
            others = [band([*values[:i], *values[i + 1 :]]) for i in range(len(values))]
            outside = sum(not held.holds(value) for held, value in zip(others, values, strict=True))
            assert outside <= 2 * others[0].rank
            assert outside / len(values) <= others[0].false_fail


def test_runs_that_lie_outside_are_named_and_others_are_not():
    stored = outcomes.Outcomes("tiny", "stand-in", {}, ("loss",), {"a": {i: ((float(i),),) for i in range(60)}})
    [found] = stored.beside({("a", "loss"): [30.0] * 5 + [-1.0]}, 0.005)
    assert not found.too_many
    assert found.outside == (-1.0,)
    assert found.placed == "a, loss: -1.0000 to 30.0000 in 2.0000 to 57.0000 (60 runs, 3 may lie outside, 0.229%)"
    [found] = stored.beside({("a", "loss"): [100.0] * 6}, 0.005)
    assert found.too_many
    assert str(found) == "a: 6 of 6 runs lie above those of honest runs."
    [found] = stored.beside({("a", "loss"): [-1.0, *[100.0] * 5]}, 0.005)
    assert str(found) == "a: 6 of 6 runs lie outside those of honest runs."
    assert found.bounds.startswith("2.0000 to 57.0000, the band of 60 runs, but for")
    assert found.rate <= 0.005


def test_fresh_runs_are_compared_and_none_is_stored(tmp_path, capsys):
    stored = calibrate(TINY, "stand-in", 4, CPU, tmp_path)
    before = outcomes.path_of("tiny", "stand-in", tmp_path).read_text()
    fresh = calibrate(TINY, "stand-in", 6, CPU, None, first=FRESH)
    said = compared(fresh, stored)
    assert sorted(fresh.runs["a"]) == list(range(FRESH, FRESH + 6))
    assert "| a | training loss |" in said
    assert (
        "As 1 students of 6 runs a configuration: failed by training loss 0, training accuracy 0, test accuracy 0"
        in said
    )
    assert outcomes.path_of("tiny", "stand-in", tmp_path).read_text() == before
    same = outcomes.Outcomes(
        "tiny", "stand-in", {}, TINY.figures, {n: dict(enumerate(r.values())) for n, r in fresh.runs.items()}
    )
    assert "| all | training loss | 0 |" in compared(fresh, same)


def test_two_configurations_are_compared_pair_by_pair(tmp_path, capsys):
    runs = {
        "a": {seed: ((0.0,), (float(seed) + 1.0,)) for seed in range(5)},
        "b": {seed: ((9.0,), (float(seed),)) for seed in range(8)},
        "c": {9: ((0.0,), (0.0,))},
    }
    outcomes.write(outcomes.Outcomes("warmup-full", "stand-in", {}, ("loss",), runs), tmp_path)
    told = ["warmup-full", "--data", "stand-in", "--out", str(tmp_path), "--between"]
    assert main([*told, "a", "b"]) == 0
    head, _, row = capsys.readouterr().out.strip().splitlines()
    assert head == "| 5 pairs | a | b | difference | p |"
    assert row == "| training loss | 3.000 | 2.000 | +1.000 | 0.0625 |"
    assert main([*told, "a", "c"]) == 1
    assert "no seed has a run of a and one of c" in capsys.readouterr().err
    assert main([*told, "a", "d"]) == 1
    assert "no runs are stored of d; there are: a; b; c" in capsys.readouterr().err
    many = {name: {seed: ((float(name == "a"),),) for seed in range(50)} for name in "ab"}
    assert "| 20 pairs |" in between(outcomes.Outcomes("x", "stand-in", {}, ("loss",), many), "a", "b")


def test_only_some_configurations(tmp_path):
    assert set(calibrate(TINY, "stand-in", 1, CPU, tmp_path, only=["b"]).runs) == {"b"}
    with pytest.raises(ValueError, match=r"tiny has no c; it has: a; b"):
        calibrate(TINY, "stand-in", 1, CPU, tmp_path, only=["c"])


def test_processes_with_configurations_of_their_own_lose_no_run(tmp_path):
    class Meanwhile(type(TINY)):
        """While it trains, another process stores what it has trained."""

        def rows(self, configurations, seed, data, checkpoint=None):
            if not outcomes.path_of("tiny", "stand-in", tmp_path).exists():
                calibrate(TINY, "stand-in", 2, CPU, tmp_path, only=["b"])
            return super().rows(configurations, seed, data, checkpoint)

    calibrate(Meanwhile(**vars(TINY)), "stand-in", 2, CPU, tmp_path, only=["a"])
    stored = outcomes.load("tiny", "stand-in", tmp_path)
    assert {name: sorted(runs) for name, runs in stored.runs.items()} == {"a": [0, 1], "b": [0, 1]}


def test_lessons_are_calibrated_like_trainings(tmp_path):
    few = replace(LAPTOP_LESSONS, name="few", steps=4, configurations=("none", "replay"))
    stored = calibrate(few, "stand-in", 1, CPU, tmp_path)
    assert set(stored.runs) == {"none", "replay"}
    assert stored.figures == ("A", "A, told", "B")
    assert stored.runs["none"][0][0] == stored.runs["replay"][0][0]  # A is learnt without any remedy
