"""Answers, and how they become notebooks."""

from __future__ import annotations

import pytest

from autograder.bank import fill, load_bank, weave
from autograder.errors import CourseError
from autograder.records import Cell

from ...conftest import spoil


def source(book, name):
    return next(cell["source"] for cell in book["cells"] if cell["id"] == name)


def test_the_bank(bank):
    assert bank["absolute"].sentence == "Loses the sign."
    assert bank["absolute"].fails == ("doubles_any",)
    assert bank["answers"].preamble.startswith("import operator")
    assert "quadruple" in bank["plus"].definitions, "what a file does not redefine is the solution's"


def test_weaving_fills_holes_and_leaves_the_rest(book, assignment, bank):
    woven = weave(book, assignment.cells, bank["answers"])
    assert source(woven, "q1") == "def double(x):\n    return add_to_itself(x)"
    assert source(woven, "q3") == 'answer = 42\nreason = "b"'
    assert source(woven, "helpers") == bank["answers"].preamble
    assert [cell["id"] for cell in woven["cells"] if cell["id"] != "helpers"] == [cell["id"] for cell in book["cells"]]
    assert source(book, "q1") != source(woven, "q1"), "the notebook as issued is left alone"


def test_a_stub_is_the_notebook_as_issued(book, assignment, bank):
    assert weave(book, assignment.cells, bank["stub"]) == book


def test_filling_keeps_comments_and_other_lines():
    cell = Cell("q", "answer", "# first\na = ...  # yours\n\n\n@cached\ndef f():\n    ...\n\nb = 1", "q", ("a", "f"))
    filled = fill(cell, {"a": "a = 2", "f": "def f():\n    return 3"})
    assert filled == "# first\na = 2\n\n\ndef f():\n    return 3\n\nb = 1"


def test_two_holes_bound_by_one_statement_are_written_once():
    cell = Cell("q", "answer", "a = ...\nb = ...", "q", ("a", "b"))
    assert fill(cell, dict.fromkeys("ab", "a, b = 1, 2")).count("a, b = 1, 2") == 1


@pytest.mark.parametrize(
    ("path", "old", "new", "words"),
    [
        ("answers.py", 'answer = 42\nreason = "b"', 'answer, reason = 42, "b"', "plus.py must also define reason"),
        ("answers.py", "answer = 42\n", "", "does not define answer"),
        ("answers.py", "answer = 42", "answer = (", "answers.py, line"),
        ("wrong/absolute.py", 'FAILS = ["doubles_any"]', "", "needs FAILS"),
        ("wrong/absolute.py", '"doubles_any"', '"doubles_none"', "no such check"),
        ("wrong/absolute.py", "def double", "def dubble", "defines none of the holes"),
        ("right/plus.py", '"""Multiplies by two, as a lambda."""', "", "needs a docstring"),
    ],
)
def test_faults_of_authors_are_named(tiny, assignment, rooms, path, old, new, words):
    from dataclasses import replace

    spoil(rooms / "solutions" / "tiny" / path, old, new)
    with pytest.raises(CourseError, match=words):
        load_bank(replace(tiny, root=rooms), assignment)
