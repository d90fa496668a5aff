"""The rooms: what contradicts itself is refused with what to do."""

from __future__ import annotations

import shutil

import pytest

from autograder.course import bound_names, load_assignment, load_course
from autograder.errors import CourseError

from ..conftest import spoil


def test_an_assignment_as_the_grader_sees_it(assignment):
    assert assignment.max_score == 4.0
    assert [question.holes for question in assignment.questions] == [
        ("double",),
        ("quadruple",),
        ("answer", "reason"),
        (),
    ]
    assert [(check.name, check.hidden) for check in assignment.checks_of("q1")] == [
        ("doubles_three", False),
        ("doubles_any", True),
    ]
    assert assignment.limits.cell_seconds == 2


def test_without_the_secret_rooms_there_are_the_public_checks(rooms):
    shutil.rmtree(rooms / "solutions")
    assert not any(check.hidden for check in load_assignment(load_course(rooms), "tiny").checks)


def test_loading_leaves_no_module_behind(rooms):
    import sys

    load_assignment(load_course(rooms), "tiny")
    assert "checks" not in sys.modules


CHECKS, HIDDEN, TOML = "assignments/tiny/checks.py", "solutions/tiny/hidden.py", "assignments/course.toml"

SPOILED = {
    "two checks of one name": (HIDDEN, "def doubles_any(", "def doubles_three(", "two checks are called doubles_three"),
    "an unknown question": (CHECKS, '@check("q3", value())', '@check("q9", value())', "'q9', which is no question"),
    "a written question": (CHECKS, '@check("q3", value())', '@check("q4", value())', "'q4', which is no question"),
    "an unknown hole": (
        CHECKS,
        "def value(answer):\n    return answer",
        "def value(nothing):\n    return nothing",
        "neither an input",
    ),
    "an error": (CHECKS, "@probe\ndef letter", "1 / 0\n\n\n@probe\ndef letter", "ZeroDivisionError"),
    "a draw that raises": (
        HIDDEN,
        "draw.uniform",
        "draw.unifrom",
        "doubles_any asks cannot be drawn: AttributeError.* 8",
    ),
    "a draw that returns nothing": (
        HIDDEN,
        "lambda draw: doubled(x=draw.uniform(-9, -1))",
        "lambda draw: None",
        "doubles_any asks cannot be drawn: TypeError: a draw has to return .* got None",
    ),
    "a probe without brackets": (CHECKS, '@check("q3", value())', '@check("q3", value)', r"write value\(...\)"),
    "an input that is a function": (CHECKS, "doubled(x=3.0)", "doubled(x=len)", "doubled: the input x has to be plain"),
    "a package at the top": (
        CHECKS,
        "from autograder",
        "import numpy as np\nfrom autograder",
        "imports numpy at its top",
    ),
    "no check": (
        TOML,
        'title = "Why"\npoints = 2\nwritten = true',
        'title = "Why"\npoints = 2',
        "q4 has no check with a weight",
    ),
    "an unknown limit": (TOML, "cell_seconds = 2", "cell_second = 2", "no such limit: cell_second"),
    "an unknown key": (
        TOML,
        'title = "Doubling"',
        'title = "Doubling"\nlimitz = 3',
        "no such key: limitz; there are due",
    ),
    "an unknown key at the top": (TOML, "[limits]", "[limit]", "at the top: no such key: limit; there are assignments"),
    "an unknown key of the isolation": (
        TOML,
        "[limits]",
        '[isolation]\nrequired = ["seccomp"]\n\n[limits]',
        r"\[isolation\]: no such key: required; there are require",
    ),
    "isolation that is no list": (
        TOML,
        "[limits]",
        '[isolation]\nrequire = "seccomp"\n\n[limits]',
        "require is a list such as .* not 'seccomp'",
    ),
    "two questions of one name": (TOML, 'id = "q2"', 'id = "q1"', "tiny: 2 questions are called q1"),
    "two assignments of one name": (
        TOML,
        "[[assignments]]",
        '[[assignments]]\nslug = "tiny"\n\n[[assignments]]',
        "2 assignments are called tiny",
    ),
    "no slug": (TOML, 'slug = "tiny"\n', "", "the assignment 'Doubling' needs a slug"),
    "points in words": (TOML, "points = 1", 'points = "one"', "tiny, q2: points are a number such as 2, not 'one'"),
    "points without end": (TOML, "points = 1", "points = inf", "points are a number such as 2, not inf"),
    "an unknown key of a question": (TOML, "points = 1", "pionts = 1", "q2: no such key: pionts"),
    "no points": (TOML, 'title = "The answer"\npoints = 1', 'title = "The answer"', "needs 'points'"),
    "broken toml": (TOML, "[limits]", "[limits", "course.toml"),
}


@pytest.mark.parametrize("name", SPOILED)
def test_contradictions_are_named(rooms, name):
    path, old, new, words = SPOILED[name]
    spoil(rooms / path, old, new)
    with pytest.raises(CourseError, match=words) as error:
        load_assignment(load_course(rooms), "tiny")
    assert name == "broken toml" or "\n" not in str(error.value)


def test_a_question_that_nobody_can_check_in_the_notebook_is_named(rooms):
    spoil(rooms / "assignments/tiny/tiny.ipynb", '"grader.check(\\"q2\\")"', '"pass"')
    spoil(
        rooms / "assignments/tiny/tiny.ipynb",
        '"name": "q2-check",\n     "question": "q2",\n     "role": "check"',
        '"name": "more", "role": "given"',
    )
    with pytest.raises(CourseError, match=r'q2 has no cell with grader.check\("q2"\)'):
        load_assignment(load_course(rooms), "tiny")


def test_a_missing_notebook_says_how_to_build_it(rooms):
    (rooms / "assignments/tiny/tiny.ipynb").unlink()
    with pytest.raises(CourseError, match="run: gradescent build tiny"):
        load_assignment(load_course(rooms), "tiny")


def test_no_course(tmp_path):
    with pytest.raises(CourseError, match="no course here"):
        load_course(tmp_path)


def test_an_unknown_assignment(tiny):
    with pytest.raises(CourseError, match="there are: tiny"):
        load_assignment(tiny, "large")


def test_the_names_that_a_cell_binds():
    source = """
import a
from b import c
x = y = 1
(u, v), w = f()
z: int = 2
n += 1
d[0] = o.p = 3
class K: k = 1
if x:
    q = 1
"""
    assert bound_names(source) == ("x", "y", "u", "v", "w", "z", "n", "K")
