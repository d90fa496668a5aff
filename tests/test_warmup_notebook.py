"""The given code of the notebook `warmup` is what the grader measures with: pictures, first weights, orders, schedules, draws."""

from pathlib import Path

import pytest
import torch

from reference import lenet
from reference.data import stand_in
from reference.experiments import LAPTOP
from reference.rescore import canary, packed
from reference.training import shuffled

SOURCE = Path(__file__).parents[1] / "assignments" / "warmup" / "warmup.py"


@pytest.fixture(scope="module")
def given():
    """The names that the given cells bind, beside a right `with_warmup`."""
    text = SOURCE.read_text(encoding="utf-8")
    names = {"__name__": "notebook"}

    def with_warmup(schedule, start, warmup):
        return lambda t: start + (schedule(0) - start) * t / warmup if t < warmup else schedule(t - warmup)

    for cell in ("tools", "order", "run-all"):
        start = text.index("\n", text.index(f'# %% name="{cell}"'))
        exec(text[start : text.index("\n# %%", start)], names)
    names["with_warmup"] = with_warmup
    return names


def test_the_pictures(given):
    (images, labels), (test_images, test_labels) = given["made_up"]()
    ours = stand_in(LAPTOP.images, LAPTOP.test)
    assert images.equal(ours.images)
    assert labels.equal(ours.labels)
    assert test_images.equal(ours.test_images)
    assert test_labels.equal(ours.test_labels)


def test_the_first_weights(given):
    net = torch.nn.ParameterList([torch.nn.Parameter(torch.ones(shape)) for shape in reversed(lenet.SHAPES)])
    given["start_from"](net, 5)
    assert all(mine.equal(ours) for mine, ours in zip(reversed(list(net)), lenet.initial(5), strict=True))


def test_the_orders(given):
    images, labels = torch.zeros(70), torch.arange(70)
    for epoch in (0, 3):
        ours = shuffled(images, labels, LAPTOP.size, 11)(epoch)
        assert [b.tolist() for _, b in given["in_order"](images, labels, 11, epoch)] == [b.tolist() for _, b in ours]


def test_the_schedules(given):
    assert list(given["schedules"]) == list(LAPTOP.schedules)
    for name, schedule in LAPTOP.schedules.items():
        assert [given["schedules"][name](t) for t in range(8)] == pytest.approx([schedule(t) for t in range(8)])
    assert given["EPOCHS"] == LAPTOP.epochs


def test_the_draws(given):
    assert given["canary"]().equal(canary())


class TestRunAll:
    """Runs that are kept in the file are not trained again, and one that was interrupted goes on."""

    def run(self, schedule, training, test, epochs, seed):
        if len(self.trained) == 7:
            raise KeyboardInterrupt
        self.trained.append(seed)
        record = [0.1 * seed] * epochs
        return {"rates": record, "losses": record, "accuracies": record, "weights": list(lenet.initial(seed))}

    def test_interrupted_and_taken_up(self, given, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        monkeypatch.setitem(given, "fetched", lambda: None)
        self.trained = []
        with pytest.raises(KeyboardInterrupt):
            given["run_all"](self.run, 3)
        kept, name = given["read_runs"]("warmup.safetensors")
        assert name == "stand-in"
        assert len(kept) == 2 * 7 + 1
        assert kept["constant/3/weights"].equal(packed(lenet.initial(3)))
        first, self.trained = self.trained, []
        with pytest.raises(KeyboardInterrupt):
            given["run_all"](self.run, 3)
        assert (first, self.trained) == ([3] * 5 + [4] * 2, [4] * 3 + [5] * 4)

    def test_in_the_grader_nothing_is_trained(self, given, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("GRADESCENT_GRADING", "1")
        with pytest.raises(NotImplementedError, match=r"hand in warmup\.safetensors beside the notebook"):
            given["run_all"](self.run, 3)
