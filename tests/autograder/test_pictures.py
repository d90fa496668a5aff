"""Pictures of what a student returned, which may be anything."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from autograder.authoring import Seen, number, numbers, picture, probe
from autograder.pictures import (
    MOST_NUMBERS,
    Studio,
    TooMuch,
    drawing,
    dump_solution,
    in_light,
    keep,
    load_solution,
    undrawable,
)
from autograder.plain import Array, Opaque


@probe
def walk(descend, steps):
    return descend(steps)


ASK = walk(steps=4)


@picture("q1", ASK)
def walked(axes, path):
    """Your walk."""
    axes.plot(numbers(path, (5,), "`descend(4)`"), "o-")


def drawn(value, status="ok", detail="", solution=(0.0, 1.0, 2.0, 3.0, 4.0)):
    reference = {"walked": drawing(walked, {("q1", ASK.key): Seen(ASK.inputs, list(solution))})}
    seen = {("q1", ASK.key): Seen(ASK.inputs, value, status, detail)}
    return Studio([walked], reference).draw(drawing(walked, seen))


def test_yours_and_the_solutions():
    found = drawn([0.0, 2.0, 4.0, 6.0, 8.0])
    assert found.caption == "Your walk."
    assert not found.missing
    for image in (found.yours, found.reference):
        ET.fromstring(image)
        assert "prefers-color-scheme:dark" in image
        assert "prefers-color-scheme" not in in_light(image)
    assert found.yours != found.reference


@pytest.mark.parametrize(
    "value",
    [
        [math.nan] * 5,
        [0.0, math.inf, -math.inf, math.nan, 1.0],
        [1e300, -1e300, 1e308, 0.0, 5e-324],
        Array(np.array([1e38, 0, 0, 0, -1e38], dtype=np.float32), "numpy"),
        [2**62, -(2**62), 0, 0, 0],
    ],
    ids=["nan", "infinite", "huge", "array", "integers"],
)
def test_odd_numbers_are_drawn_all_the_same(value):
    found = drawn(value)
    assert found.missing == ""
    ET.fromstring(found.yours)


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("<script>alert(1)</script>", "`descend(4)` should be 5 numbers"),
        ([1.0, 2.0], "got a list of 2"),
        ({"a": 1}, "got a dict of 1"),
        (Opaque("function"), "`descend(4)` should be"),
        ([[1.0], [2.0, 3.0]], "`descend(4)` should be"),
        ([0.0] * (MOST_NUMBERS + 1), "too large to draw"),
        (Array(np.zeros(MOST_NUMBERS + 1), "torch"), "too large to draw"),
    ],
)
def test_what_cannot_be_drawn_is_left_out_with_a_word(value, says):
    found = drawn(value)
    assert not found.yours
    assert says in found.missing


@pytest.mark.parametrize(
    ("status", "says"),
    [("raised", "Your code, or what it gave, does not fit: ValueError: no"), ("timeout", "No answer.")],
)
def test_where_there_was_no_answer(status, says):
    assert drawn(None, status, "ValueError: no").missing == says


def test_a_fault_of_the_picture_costs_a_word():
    @picture("q1", ASK)
    def broken(axes, path):
        """Broken."""
        raise RuntimeError

    seen = {("q1", ASK.key): Seen(ASK.inputs, [1.0])}
    assert Studio([broken], {}).draw(drawing(broken, seen)).missing == "This answer cannot be drawn."


def test_a_picture_that_breaks_on_the_solution_costs_itself_and_is_named():
    @picture("q1", ASK)
    def broken(axes, path):
        """Broken."""
        axes.plt(path)

    solution = {"broken": drawing(broken, {("q1", ASK.key): Seen(ASK.inputs, [1.0])})}
    (said,) = undrawable([broken], solution)
    assert "broken cannot be drawn from the solution: AttributeError" in said
    assert said.endswith(f"(test_pictures.py, line {broken.function.__code__.co_firstlineno + 3})")
    drawn = Studio([broken], solution).draw(solution["broken"])
    assert (drawn.yours, drawn.reference, drawn.missing) == ("", "", "This answer cannot be drawn.")
    assert list(undrawable([walked], {"walked": drawing(walked, {("q1", ASK.key): Seen(ASK.inputs, [0.0] * 5)})})) == []


def test_a_picture_that_the_course_no_longer_has():
    kept = drawing(walked, {("q1", ASK.key): Seen(ASK.inputs, [0.0] * 5)})
    assert Studio([], {}).draw(kept) is None


def test_equal_answers_are_drawn_once():
    studio, count = Studio([walked], {}), []
    [picture_] = [walked]
    studio._pictures = {"walked": type(picture_)("walked", "q1", "", lambda axes, path: count.append(1), (ASK,))}
    for last in (4.0, 4.00001, 5.0):
        studio.draw(drawing(walked, {("q1", ASK.key): Seen(ASK.inputs, [0.0, 1.0, 2.0, 3.0, last])}))
    assert len(count) == 2


def test_what_is_kept_is_json_and_small():
    assert keep({"a": (1, True, None, math.inf), "b": Array(np.float32(0.1), "numpy")}) == {
        "a": [1, True, None, None],
        "b": pytest.approx(0.1),
    }
    with pytest.raises(TooMuch):
        keep([[0.0] * 100] * 100)
    assert number(keep(3)) == 3


def test_the_solutions_pictures_come_back(tmp_path):
    kept = drawing(walked, {("q1", ASK.key): Seen(ASK.inputs, [0.0, math.nan, 2.0, 3.0, 4.0])})
    (tmp_path / "pictures.json").write_text(dump_solution([kept]))
    assert list(load_solution(tmp_path / "pictures.json")["walked"].values) == [[0.0, None, 2.0, 3.0, 4.0]]
    assert load_solution(tmp_path / "none.json") == {}


def test_a_picture_needs_a_caption():
    with pytest.raises(ValueError, match="docstring"):
        picture("q1", ASK)(lambda axes, path: None)
