"""The given code of the notebook `beyond` is what the grader measures with: pictures, first weights, lessons, remedies, draws."""

from pathlib import Path

import pytest
import torch

from reference import lessons
from reference.bands import sign_flip
from reference.rescore import canary, packed

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "assignments" / "beyond" / "beyond.py"


def cells():
    """The names that the given cells bind, on the invented patterns, beside the answers to questions 1 to 4."""
    text = SOURCE.read_text(encoding="utf-8")
    names = {"__name__": "notebook"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRADESCENT_DATA", "/nowhere")
        patch.setattr("socket.create_connection", lambda *a, **k: (_ for _ in ()).throw(OSError("no network")))
        for cell in ("tools", "data", "remedies", "run-all", "pairs"):
            start = text.index("\n", text.index(f'# %% name="{cell}"'))
            exec(text[start : text.index("\n# %%", start)], names)
    answers = (ROOT / "solutions" / "beyond" / "answers.py").read_text(encoding="utf-8")
    exec(answers[: answers.index("first_seed = ")], names)
    return names


def test_the_tasks(given):
    shown = lessons.LAPTOP_LESSONS.data("stand-in")
    for mine, first in zip(given["tasks_of"]("stand-in"), (0, 5), strict=True):
        ours = lessons.task(shown, first)
        assert mine["train"][0].equal(ours.x)
        assert mine["train"][1].equal(ours.y)
        assert mine["test"][0].equal(ours.test_x)
        assert mine["test"][1].equal(ours.test_y)


def test_the_first_weights(given):
    assert all(p.detach().equal(q) for p, q in zip(given["begin"](7).parameters(), lessons.initial(7), strict=True))


def test_the_names_and_steps(given):
    assert tuple(given["remedies"]) == lessons.REMEDIES
    laptop = lessons.LAPTOP_LESSONS
    assert (given["PICTURES"], given["TESTED"], given["STEPS"]) == (laptop.images, laptop.test, laptop.steps)
    assert given["canary"]().equal(canary())


def test_the_full_budget(full):
    ours = lessons.FULL_LESSONS
    assert (full["PICTURES"], full["TESTED"], full["STEPS"]) == (ours.images, ours.test, ours.steps)


@pytest.mark.parametrize("remedy", lessons.REPLAYED)
def test_a_run_is_the_same_to_the_grader(given, remedy):
    tasks = given["tasks_of"]("stand-in")
    run = given["two_lessons"](given["remedies"][remedy], tasks, 11)
    a, b = (lessons.task(lessons.LAPTOP_LESSONS.data("stand-in"), first) for first in (0, 5))
    for mine, ours in zip(run["weights"], lessons.LAPTOP_LESSONS.after(remedy, 11, a, b), strict=True):
        apart = (given["packed"](mine).float() - packed(ours).float()).norm() / packed(ours).float().norm()
        assert apart < 1e-3
        told = lessons.measured(ours, a, b)
    assert (run["acc"][1][0], run["told"][1], run["acc"][1][1]) == pytest.approx(told, abs=0.005)


def test_replay_differs_in_its_draws_alone(given):
    run = given["two_lessons"](given["remedies"]["replay"], given["tasks_of"]("stand-in"), 11)
    assert run["acc"][1][0] > 0.7


def test_p_values(given):
    for differences in ([0.02, 0.01, 0.03, -0.01], [0.0] * 6, [0.1] * 6, [0.1, 0.2, -0.3]):
        assert given["p_value"](differences) == pytest.approx(sign_flip(differences))


class TestRunAll:
    """Runs that are kept in the file are not trained again, and one that was interrupted goes on."""

    def run(self, remedy, tasks, seed):
        if len(self.trained) == 6:
            raise KeyboardInterrupt
        self.trained.append(seed)
        weights = list(lessons.initial(seed))
        return {"acc": [[0.9, 0.0], [0.1, 0.8]], "told": [0.9, 0.5], "weights": [weights, weights]}

    def test_interrupted_and_taken_up(self, given, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        self.trained = []
        with pytest.raises(KeyboardInterrupt):
            given["run_all"](self.run, 3)
        kept, name, budget = given["read_runs"]("beyond.safetensors")
        assert (name, budget) == ("stand-in", "laptop")
        assert len(kept) == 2 * 6 + 1
        assert kept["springs/3/weights"][0].equal(packed(lessons.initial(3)))
        assert kept["none/3/records"].equal(torch.tensor([[0.9, 0.9, 0.0], [0.1, 0.5, 0.8]]))
        self.trained = []
        with pytest.raises(KeyboardInterrupt):
            given["run_all"](self.run, 3)
        assert self.trained == [4] * 2 + [5] * 4

    def test_in_the_grader_nothing_is_trained(self, given, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("GRADESCENT_GRADING", "1")
        with pytest.raises(NotImplementedError, match=r"hand in beyond\.safetensors beside the notebook"):
            given["run_all"](self.run, 3)

    def test_runs_on_pictures_that_are_not_here(self, given):
        with pytest.raises(RuntimeError, match="delete the file to begin anew"):
            given["tasks_of"]("fashion-mnist")

    def test_runs_of_another_budget_are_not_mixed(self, given, full, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        self.trained = []
        with pytest.raises(KeyboardInterrupt):
            given["run_all"](self.run, 3)
        with pytest.raises(RuntimeError, match="holds runs of the laptop budget: move it elsewhere"):
            full["run_all"](self.run, 3)

    def test_the_full_budget_takes_no_invented_patterns(self, full, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        with pytest.raises(RuntimeError, match="the full budget needs Fashion-MNIST"):
            full["run_all"](self.run, 3)


def test_what_is_drawn_does_not_depend_on_the_dtype_that_is_set_for_all(given):
    """A notebook that computes in float64 has the weights, the patterns and the canary of its seed all the same."""
    right = given["invented_patterns"]()[0][0]
    torch.set_default_dtype(torch.float64)
    try:
        weights, drawn = list(given["begin"](7).parameters()), given["canary"]()
        patterns = given["invented_patterns"]()[0][0]
    finally:
        torch.set_default_dtype(torch.float32)
    assert all(p.detach().float().equal(q) for p, q in zip(weights, lessons.initial(7), strict=True))
    assert drawn.equal(canary())
    assert patterns.dtype is torch.float64
    assert patterns.float().equal(right)
