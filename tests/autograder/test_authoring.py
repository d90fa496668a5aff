"""What authors write with."""

from __future__ import annotations

import functools
import math
import sys
import types

import numpy as np
import pytest

from autograder import all_of, check, close, equal, failed, item, number, numbers, passed, probe, require, standing_in
from autograder.authoring import WrongForm
from autograder.plain import Array, Opaque


@probe
def walk(descend, w0, lr):
    return descend(w0, lr)


def test_an_ask_has_the_holes_that_its_inputs_leave():
    ask = walk(w0=2.0, lr=0.1)
    assert ask.holes == ("descend",)
    assert ask.key == 'walk({"lr": 0.1, "w0": 2.0})'
    assert ask.key == walk(lr=0.1, w0=2.0).key


def test_an_ask_with_inputs_that_the_probe_does_not_have():
    with pytest.raises(TypeError, match="no input speed"):
        walk(speed=1)


def test_an_ask_with_inputs_that_are_no_data():
    with pytest.raises(TypeError, match="JSON"):
        walk(w0=object())


def test_a_check_needs_a_line_for_the_student_and_a_weight():
    with pytest.raises(ValueError, match="docstring"):

        @check("q1")
        def silent():
            return passed

    with pytest.raises(ValueError, match="negative"):

        @check("q1", weight=-1)
        def weightless():
            """Weighs nothing."""
            return passed


def test_drawn_asks_depend_on_the_seed_and_on_nothing_else():
    @check("q1", lambda draw: walk(w0=draw.uniform(0, 1), lr=0.1))
    def drawn(walk):
        """Any start."""
        return passed

    assert drawn.drawn("a") == drawn.drawn("a")
    assert drawn.drawn("a") != drawn.drawn("b")


@pytest.mark.parametrize(
    "value",
    [
        [1.0, 2.0],
        (1, 2),
        Array(np.array([1.0, 2.0]), "numpy"),
        Array(np.array([1, 2]), "torch"),
        Array(np.array([[1.0], [2.0]]), "torch"),
        [Array(np.array(1.0), "torch"), Array(np.array(2.0), "torch")],
        [1.0, Array(np.array(2.0), "numpy")],
        [Array(np.array([1.0]), "torch"), Array(np.array([2.0]), "torch")],
    ],
)
def test_every_honest_form_of_numbers_is_accepted(value):
    assert numbers(value, (2,)).tolist() == [1.0, 2.0]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "got None"),
        (True, "got the bool True"),
        ("1, 2", "got the text"),
        ([1.0, "2"], "whose item 1 is the text"),
        ([1.0, None], "whose item 1 is None"),
        ([[1.0], [1.0, 2.0]], "items of different shapes"),
        ([1.0, 2.0, 3.0], r"should be 2 numbers \(a tensor of shape \(2,\) or a list\), got a list of 3"),
        (Array(np.zeros((2, 2)), "torch"), r"a torch tensor of shape \(2, 2\)"),
        (Array(np.array([True, False]), "torch"), "dtype bool"),
        (Opaque("function"), "an object of type function"),
        ({"a": 1}, "a dict of 1"),
    ],
)
def test_wrong_forms_are_named(value, words):
    with pytest.raises(WrongForm, match=words):
        numbers(value, (2,), "`f(2)`")


def test_one_number():
    assert number(Array(np.array([[2.5]]), "torch")) == 2.5
    assert number(3) == 3.0
    with pytest.raises(WrongForm, match="one number, got a list of 2"):
        number([1.0, 2.0])
    with pytest.raises(WrongForm, match="a number, got None"):
        number(None)


def test_close_names_the_first_difference():
    verdict = close(np.array([1.0, 2.0, 3.0]), np.array([1.0, 2.5, 3.5]))
    assert (verdict.credit, verdict.message, verdict.measured) == (0.0, "The first difference is at index 1.", "2")
    assert verdict.allowed.startswith("2.5 ±")
    assert close(1.0, 2.0, reveal=False).allowed == ""


def test_close_and_the_special_floats():
    assert close(math.inf, math.inf) == passed
    assert close(math.nan, math.nan).credit == 0.0
    assert close(math.nan, 1.0).credit == 0.0
    assert close(1.0 + 1e-7, 1.0) == passed
    assert close(1.001, 1.0).credit == 0.0


def test_close_and_shapes_that_would_broadcast():
    assert close(np.array([2.0]), np.array([2.0, 2.0])).credit == 0.0
    assert close(2.0, np.array([2.0, 2.0])).credit == 0.0


def test_the_other_verdicts():
    assert equal(1, 1) == passed
    assert equal("a", "b").allowed == "b"
    assert require(True, "never said") == passed
    assert require(False, "said").message == "said"
    assert all_of(passed, failed("first"), failed("second")).message == "first"
    assert all_of(passed, passed) == passed
    with pytest.raises(ValueError, match="below|lies in"):
        failed("x", credit=1.0)


def test_a_row_of_as_many_numbers_as_are_asked_for_is_these_numbers():
    assert numbers([[1.0, 2.0, 3.0]], (3,)).tolist() == [1.0, 2.0, 3.0]
    assert numbers([[1.0]], (1,)).tolist() == [1.0]
    with pytest.raises(WrongForm):
        numbers([[1.0, 2.0, 3.0]], (None,))  # of any length: it may be one of three
    with pytest.raises(WrongForm):
        numbers([[1.0, 2.0], [3.0, 4.0]], (2,))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, r'should be a dict with "rates" in it, got None \(is a `return` missing\?\)'),
        ([1.0], 'should be a dict with "rates" in it, got a list of 1'),
        (Opaque("function"), "got an object of type function"),
        ({"losses": 1, 2: 3}, "in it; it has losses, 2"),
        ({}, "in it; it has nothing"),
    ],
    ids=["nothing", "list", "object", "others", "empty"],
)
def test_an_item_that_is_not_there_is_named(value, said):
    assert item({"rates": [0.1]}, "rates") == [0.1]
    with pytest.raises(WrongForm, match=said):
        item(value, "rates", "what `train` returns")


def test_a_stand_in_is_reached_under_any_name(monkeypatch):
    def step(x, lr=0.1):
        return x - lr

    def wrapped(function):
        @functools.wraps(function)
        def inner(*given, **named):
            return function(*given, **named) + outer

        outer = 1.0
        return inner

    class Called:
        def __call__(self, x):
            return x

    main = types.ModuleType("__main__")
    main.step, main.held = step, {"sgd": step, "partial": functools.partial(step, lr=0.5)}
    main.decorated, main.called, main.STEPS = wrapped(step), Called(), 20
    kept = main.decorated
    monkeypatch.setitem(sys.modules, "__main__", main)
    asked = []
    stand_in = lambda *given, **named: asked.append((given, named))  # noqa: E731
    with standing_in(step=stand_in, decorated=stand_in, called=stand_in, STEPS=2, missing=3):
        main.held["sgd"](1.0, lr=0.2)
        main.held["partial"](2.0)
        kept(3.0)
        main.called(4.0)
        assert (main.STEPS, main.missing) == (2, 3)
    assert asked == [((1.0,), {"lr": 0.2}), ((2.0,), {"lr": 0.5}), ((3.0,), {}), ((4.0,), {})]
    assert (main.step(1.0), main.held["partial"](1.0), kept(1.0), main.called(1.0)) == (0.9, 0.5, 1.9, 1.0)
    assert (main.STEPS, hasattr(main, "missing")) == (20, False)


def test_a_stand_in_ends_where_the_block_raises(monkeypatch):
    main = types.ModuleType("__main__")
    main.double = lambda x: 2 * x
    monkeypatch.setitem(sys.modules, "__main__", main)
    with pytest.raises(ZeroDivisionError), standing_in(double=lambda x: 1 / x):
        main.double(0)
    assert main.double(3) == 6
