"""The given code of the notebook `warmup` is what the grader measures with: pictures, first weights, orders, schedules, draws."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from reference import lenet
from reference.data import stand_in
from reference.experiments import FULL, LAPTOP
from reference.rescore import canary, packed
from reference.training import shuffled

SOURCE = Path(__file__).parents[1] / "assignments" / "warmup" / "warmup.py"


def cells():
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


def test_torchs_first_weights_with_the_full_budget(full):
    net = torch.nn.ParameterList([torch.nn.Parameter(torch.ones(shape)) for shape in reversed(lenet.SHAPES)])
    full["start_from"](net, 5)
    assert all(mine.equal(ours) for mine, ours in zip(reversed(list(net)), lenet.initial_of_torch(5), strict=True))


@pytest.mark.parametrize("budget", ["given", "full"])
def test_the_orders(budget, request):
    names, size = request.getfixturevalue(budget), {"given": LAPTOP, "full": FULL}[budget].size
    images, labels = torch.zeros(600), torch.arange(600)
    for epoch in (0, 3):
        ours = shuffled(images, labels, size, 11)(epoch)
        assert [b.tolist() for _, b in names["in_order"](images, labels, 11, epoch)] == [b.tolist() for _, b in ours]


@pytest.mark.parametrize("budget", ["given", "full"])
def test_the_schedules(budget, request):
    names, ours = request.getfixturevalue(budget), {"given": LAPTOP, "full": FULL}[budget]
    assert list(names["schedules"]) == list(LAPTOP.schedules)
    for name, schedule in names["schedules"].items():
        right = [ours.schedules[name](t) for t in range(ours.epochs)]
        assert [schedule(t) for t in range(ours.epochs)] == pytest.approx(right)
    assert [names[size] for size in ("PICTURES", "TESTED", "EPOCHS", "SIZE")] == [
        *(ours.images, ours.test),
        *(ours.epochs, ours.size),
    ]


def test_first_weights_and_orders_are_drawn_on_the_cpu_wherever_tensors_are_made(full):
    """A run on a GPU begins with the weights of its seed and has its orders: `meta` stands for any other device."""
    with torch.device("meta"):
        net = full["start_from"](torch.nn.Linear(3, 2), 5)
        batches = full["in_order"](torch.zeros(600, 1), torch.zeros(600), 1, 0)
    assert {tensor.device.type for tensor in (*net.parameters(), *batches[0])} == {"meta"}


def test_the_draws(given):
    assert given["canary"]().equal(canary())


@pytest.mark.parametrize("device", ["cpu", pytest.param("cuda", marks=pytest.mark.gpu)])
def test_a_run_is_the_same_to_the_grader(full, device, monkeypatch):
    """The course's own `one_run`, on a device where it makes its tensors without saying where."""
    if device == "cuda" and not torch.cuda.is_available():
        pytest.skip("there is no CUDA device")
    answers = (SOURCE.parents[2] / "solutions" / "warmup" / "answers.py").read_text(encoding="utf-8")
    names = {**full, "published": {}}
    exec(answers[: answers.index("first_seed = ")], names)
    few = replace(FULL, images=512, test=100, epochs=2, size=64)
    for name, value in {"EPOCHS": few.epochs, "SIZE": few.size, "DEVICE": device}.items():
        monkeypatch.setitem(full, name, value)
        names[name] = value
    data = few.data("stand-in")
    training, test = (data.images, data.labels), (data.test_images, data.test_labels)
    run = full["on_device"](names["one_run"], lambda t: 0.3, training, test, 7)
    *_, last = few.run("constant", 7, data)
    assert {weight.device.type for weight in run["weights"]} == {device}
    assert run["losses"] == pytest.approx([record.loss for record in last.records], rel=1e-3)
    for mine, ours in zip(run["weights"], last.parameters, strict=True):
        assert float((mine.cpu() - ours).norm() / ours.norm()) < 1e-3


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
        kept, name, budget = given["read_runs"]("warmup.safetensors")
        assert (name, budget) == ("stand-in", "laptop")
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

    def test_runs_of_another_budget_are_not_mixed(self, given, full, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        monkeypatch.setitem(given, "fetched", lambda: None)
        self.trained = []
        with pytest.raises(KeyboardInterrupt):
            given["run_all"](self.run, 3)
        kept = Path("warmup.safetensors").read_bytes()
        with pytest.raises(RuntimeError, match="holds runs of the laptop budget: move it elsewhere"):
            full["run_all"](self.run, 3)
        assert Path("warmup.safetensors").read_bytes() == kept

    def test_the_full_budget_takes_no_made_up_pictures(self, full, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        monkeypatch.setitem(full, "fetched", lambda: None)
        with pytest.raises(RuntimeError, match="need it, and it is not here"):
            full["run_all"](self.run, 3)

    def test_says_how_far_it_has_come(self, given, tmp_path, monkeypatch):
        """Before each epoch, since that is when a run asks for its rate."""
        monkeypatch.chdir(tmp_path)
        monkeypatch.setitem(given, "fetched", lambda: None)
        said = []

        class Screen:
            def update(self, shown, raw=False):
                said.append(shown["text/plain"] if raw else shown)

        monkeypatch.setitem(given, "display", lambda shown, **_: Screen())

        def run(schedule, training, test, epochs, seed):
            record = [schedule(t) for t in range(epochs)]
            return {"rates": record, "losses": record, "accuracies": record, "weights": list(lenet.initial(seed))}

        given["run_all"](run, 3)
        lines = [line for line in said if isinstance(line, str)]
        assert lines[0] == "run 1 of 30: constant, epoch 0 of 8"
        assert lines[239].startswith("run 30 of 30: warmup, then cosine, epoch 7 of 8, about 0 minutes left")
        assert lines[240:] == [""]


def test_what_is_drawn_does_not_depend_on_the_dtype_that_is_set_for_all(given):
    """A notebook that computes in float64 has the weights, the pictures and the canary of its seed all the same."""
    torch.set_default_dtype(torch.float64)
    try:
        net = given["start_from"](torch.nn.ParameterList([torch.ones(shape) for shape in lenet.SHAPES]), 5)
        drawn, (images, labels) = given["canary"](), given["made_up"]()[0]
    finally:
        torch.set_default_dtype(torch.float32)
    assert all(mine.float().equal(ours) for mine, ours in zip(net, lenet.initial(5), strict=True))
    assert drawn.equal(canary())
    ours = stand_in(LAPTOP.images, LAPTOP.test)
    assert images.dtype is torch.float64
    assert images.float().equal(ours.images)
    assert labels.equal(ours.labels)
