"""Two lessons against torch's own optimizer, and what each remedy holds on to."""

import pytest
import torch
from torch.nn import functional

from reference.data import patterns
from reference.lessons import (
    BATCH,
    LAPTOP_LESSONS,
    SHAPES,
    Hooks,
    free,
    initial,
    lesson,
    logits,
    measured,
    remedy,
    task,
)

FEW = patterns(300, 100)
A, B = task(FEW, 0), task(FEW, 5)


def test_a_task_has_five_classes_of_small_centred_pictures():
    assert (len(A.y), len(B.y), len(A.test_y)) == (150, 150, 50)
    assert A.x.shape == (150, 196)
    assert sorted(set(B.y.tolist())) == [5, 6, 7, 8, 9]
    assert A.x[0, 0].item() == pytest.approx(FEW.images[0, 0, :2, :2].mean().item() - 0.3)


def test_a_lesson_is_that_of_torch():
    parameters = [torch.nn.Parameter(p.clone()) for p in initial(3)]
    optimizer = torch.optim.SGD(parameters, lr=0.05, momentum=0.9, weight_decay=1e-4)
    generator = torch.Generator().manual_seed(4)
    for _ in range(20):
        drawn = torch.randint(len(A.y), (BATCH,), generator=generator)
        optimizer.zero_grad()
        loss = functional.cross_entropy(logits(parameters, A.x[drawn]), A.y[drawn])
        (loss + 0.2 * sum(p.square().sum() for p in parameters)).backward()
        optimizer.step()
    shrinking = Hooks(pull=lambda now: [0.4 * p for p in now])
    for mine, theirs in zip(lesson(initial(3), A.x, A.y, 20, 4, shrinking), parameters, strict=True):
        torch.testing.assert_close(mine, theirs.detach(), rtol=1e-4, atol=1e-6)


def test_what_is_measured():
    w = torch.zeros(10, 32)
    b = torch.tensor([0.0, 0, 0, 1, 0, 0, 0, 2, 0, 0])  # class 7 for all; of the first five, class 3
    told = measured((torch.zeros(32, 196), torch.zeros(32), w, b), A, B)
    assert told == (0.0, 0.2, 0.2)


class TestRemedies:
    first = lesson(initial(1), A.x, A.y, 30, 1)

    def after(self, name):
        return lesson(self.first, B.x, B.y, 30, 1, remedy(name, self.first, A, 1))

    def test_locks_keep_every_bit_of_what_computes_the_scores_of_a(self):
        for now, before, moves in zip(self.after("locks"), self.first, free(0), strict=True):
            assert now[~moves].equal(before[~moves])
        assert [int(mask.sum()) for mask in free(0)] == [0, 0, 5 * 32, 5]
        assert not self.after("locks")[2].equal(self.first[2])

    def test_springs_hold_nearer_to_where_they_were_made(self):
        far, near = (
            sum(float((p - q).norm() ** 2) for p, q in zip(self.after(name), self.first, strict=True))
            for name in ("none", "springs")
        )
        assert near < far

    def test_replay_brings_as_many_old_examples_as_new_ones(self):
        x, y = remedy("replay", self.first, A, 1).batch(B.x[:BATCH], B.y[:BATCH])
        assert y[:BATCH].equal(B.y[:BATCH])
        assert (len(y), int((y < 5).sum())) == (2 * BATCH, BATCH)
        assert len({tuple(row) for row in x[BATCH:].tolist()}) == BATCH

    def test_none_and_others(self):
        assert remedy("none", self.first, A, 1) == Hooks()
        with pytest.raises(ValueError, match="no remedy is called 'hope'"):
            remedy("hope", self.first, A, 1)


def test_the_experiment():
    (rows,) = LAPTOP_LESSONS.rows(["none"], 0, FEW)
    assert len(rows) == LAPTOP_LESSONS.moments
    assert rows[1][0] < rows[0][0]  # it forgets
    assert LAPTOP_LESSONS.described()["steps"] == 200
    assert sum(torch.Size(shape).numel() for shape in SHAPES) == 6634
    with pytest.raises(ValueError, match="no data are called 'x'"):
        LAPTOP_LESSONS.data("x")
