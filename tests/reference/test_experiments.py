"""Trainings abreast that are interrupted and go on, and checkpoints of others, which are left alone."""

import os
from dataclasses import replace

import pytest
import torch

from reference import devices, experiments
from reference.experiments import LAPTOP
from reference.schedules import constant, cosine
from reference.training import restore

LONG = replace(
    LAPTOP,
    name="long",
    images=24,
    test=8,
    epochs=22,
    size=8,
    schedules={"a": constant(0.1), "b": constant(0.02), "c": cosine(0.2, 0.01, 20)},
)
PICTURES = LONG.data("stand-in")


def trained(checkpoint=None, *, training=LONG, names="abc", seed=5, data=PICTURES):
    return training.rows(tuple(names), seed, data, checkpoint)


@pytest.fixture
def checkpoint(tmp_path, monkeypatch):
    """What is left where the seventh save was interrupted before its file was in its place."""
    saves = []

    def interrupted(part, whole):
        saves.append(whole)
        if len(saves) == 7:
            raise KeyboardInterrupt
        replace_file(part, whole)

    replace_file, file = os.replace, tmp_path / "long.checkpoint"
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", interrupted)
        with pytest.raises(KeyboardInterrupt):
            trained(file)
    return file


def saved(monkeypatch):
    """A list that tells, from now on, of each save after how many epochs it is."""
    told, save = [], experiments.save

    def noted(states, *rest, **about):
        told.append(len(states[0].records))
        save(states, *rest, **about)

    monkeypatch.setattr(experiments, "save", noted)
    return told


def test_what_was_interrupted_goes_on_and_ends_the_same(checkpoint, monkeypatch):
    states, _ = restore(checkpoint)
    assert [len(state.records) for state in states] == [6, 6, 6]
    told, rows = saved(monkeypatch), trained(checkpoint)
    assert told == list(range(7, 22))
    assert rows == trained()
    assert len(set(rows)) == 3
    assert list(checkpoint.parent.iterdir()) == []


OTHERS = {
    "size": {"training": replace(LONG, size=12)},
    "rates": {"training": replace(LONG, schedules={**LONG.schedules, "b": constant(0.03)})},
    "first weights": {"training": replace(LONG, initial="torch")},
    "epochs": {"training": replace(LONG, epochs=23)},
    "experiment": {"training": replace(LONG, name="longer")},
    "configurations": {"names": "acb"},
    "seed": {"seed": 6},
    "data": {"data": replace(PICTURES, name="fashion-mnist")},
}


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
def test_a_checkpoint_of_other_runs_is_not_taken_up(checkpoint, monkeypatch, other):
    told, rows = saved(monkeypatch), trained(checkpoint, **other)
    assert told[0] == 1
    assert rows == trained(**other)
    assert not checkpoint.exists()


@pytest.mark.parametrize(
    ("where", "name", "value"),
    [
        (torch, "__version__", "1.0.0"),
        (torch, "get_num_threads", lambda: 97),
        (devices, "described", lambda device: "cuda H100"),
    ],
    ids=["version", "threads", "device"],
)
def test_a_checkpoint_of_another_machine_is_not_taken_up(checkpoint, monkeypatch, where, name, value):
    monkeypatch.setattr(where, name, value)
    told = saved(monkeypatch)
    trained(checkpoint)
    assert told[0] == 1


def test_short_trainings_leave_no_checkpoint(tmp_path, monkeypatch):
    told = saved(monkeypatch)
    trained(tmp_path / "short.checkpoint", training=replace(LONG, epochs=2))
    assert told == []
