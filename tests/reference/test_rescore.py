"""Weights that are handed in: measured again, and told from those of others."""

import pytest
import torch

from reference import lenet, lessons
from reference.data import stand_in
from reference.experiments import LAPTOP
from reference.rescore import (
    DRAWS,
    PERCEPTRON,
    OtherNumbers,
    both_tasks,
    canary,
    kinship,
    lessons_again,
    packed,
    relearnt,
    rescored,
    same_numbers,
    unpacked,
)
from reference.training import accuracy, begin, epochs

FEW = stand_in(200, 100)


@pytest.fixture(scope="module")
def trained():
    *_, last = epochs(lenet.logits, begin(lenet.initial(3)), FEW, lambda t: 0.1, epochs=2, size=32, seed=3)
    return last.parameters


def test_packed_and_unpacked():
    parameters = lenet.initial(1)
    for have, was in zip(unpacked(packed(parameters)), parameters, strict=True):
        torch.testing.assert_close(have, was, rtol=1e-3, atol=1e-4)


def test_other_weights_are_named():
    with pytest.raises(ValueError, match="LeNet has 61,706 parameters, these are 60,866 numbers"):
        unpacked(torch.zeros(61_706 - 840).half())
    bad = packed(lenet.initial(1))
    bad[5] = float("inf")
    with pytest.raises(ValueError, match="not finite"):
        unpacked(bad)


def test_rescored_is_the_accuracy_on_the_test_pictures(trained):
    pictures = LAPTOP.data("stand-in")
    vectors = [packed(parameters) for parameters in (trained, *map(lenet.initial, range(6)))]
    right = [accuracy(lenet.logits, unpacked(v), pictures.test_images, pictures.test_labels) for v in vectors]
    assert rescored(LAPTOP.name, "stand-in", [*vectors, vectors[0]]) == [*right, right[0]]
    assert rescored(LAPTOP.name, "stand-in", []) == []


def test_weights_are_like_those_that_they_grew_from_and_like_no_others(trained):
    own, other = kinship(trained, 3), kinship(trained, 4)
    assert own.likeness[2] > 0.9
    assert abs(other.likeness[2]) < 0.1
    assert min(own.travelled) > 0
    assert kinship(lenet.initial(3), 3).travelled == (0, 0, 0, 0, 0)


def test_the_canary():
    """The numbers of the torch that the course was calibrated with; another torch may have others, and the checks then say so."""
    expected = [0.5349, 0.1988, 0.6592, -0.0326, 1.0111, 1.7715, 7, 3, 5, 2, 6, 1, 4, 0]
    expected += [0.6028, -0.2983, -2.177, 0.3157, -0.3454, 1.1888, -0.4573, 1.127, 0.4681, -0.1788, -1.0082, 0.6786]
    assert canary().tolist() == pytest.approx(expected, abs=1e-4), "this torch has other numbers: calibrate anew"
    same_numbers(canary().double())
    with pytest.raises(OtherNumbers, match="draws other numbers"):
        same_numbers(canary() + 0.1)
    with pytest.raises(OtherNumbers, match="computes other numbers"):
        same_numbers(torch.cat([canary()[:DRAWS], canary()[DRAWS:] + 0.001]))


def test_lessons_are_measured_and_trained_again():
    again = lessons_again("beyond-laptop", "stand-in", "none", 5)
    vector = packed(again[1])
    assert vector.shape == (6634,)
    assert relearnt("beyond-laptop", "stand-in", vector.numpy().tobytes()) == pytest.approx(
        lessons.measured(again[1], *both_tasks("beyond-laptop", "stand-in")), abs=0.005
    )
    after_a = unpacked(packed(again[0]), PERCEPTRON)
    assert kinship(after_a, 5, PERCEPTRON).likeness[0] > 0.7  # of 80 other runs, the least is 0.74
    assert abs(kinship(after_a, 6, PERCEPTRON).likeness[0]) < 0.1
    with pytest.raises(ValueError, match="32 hidden units has 6,634 parameters, these are 6,000 numbers"):
        unpacked(vector[:6000], PERCEPTRON)
