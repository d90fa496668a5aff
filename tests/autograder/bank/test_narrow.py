"""What an answer cannot touch is left out, and nothing else is."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.bank import Answers, load_bank, stub, weave
from autograder.bank.narrow import narrow
from autograder.bank.validate import find, misconceptions, run_bank
from autograder.course import load_assignment, load_course
from autograder.sandbox.session import Sandbox
from autograder.submission import parse

from ...conftest import ROOT

COURSE = load_course(ROOT)


@pytest.fixture
def woven(tiny, assignment, book):
    """A function from answers to what is left of the tiny assignment and of their notebook."""
    solution = load_bank(tiny, assignment)[0]

    def make(answers: Answers):
        whole = parse(json.dumps(weave(book, assignment.cells, answers)).encode(), "s", Path("s.ipynb"))
        return narrow(assignment, whole, answers, solution)

    return make


def test_the_stub_and_the_solution_stay_whole(woven, tiny, assignment):
    for answers in (stub(), load_bank(tiny, assignment)[0]):
        assert woven(answers)[0] == assignment


def test_an_answer_is_asked_what_it_can_touch(woven, bank, assignment):
    solution = bank["answers"]
    other = replace(solution, kind="wrong", name="w", definitions={**solution.definitions, "answer": "answer = 41"})
    asked, left = woven(other)
    assert [question.id for question in asked.questions] == ["q3"]
    assert {check.question for check in asked.checks} == {"q3"}
    assert "def double" not in "".join(cell.source for cell in left.cells)


def test_what_is_built_upon_a_changed_name_is_asked_too(woven, bank):
    """`quadruple` calls `double`."""
    solution = bank["answers"]
    other = replace(
        solution, kind="wrong", name="w", definitions={**solution.definitions, "double": "def double(x): return x"}
    )
    asked, _ = woven(other)
    assert [question.id for question in asked.questions] == ["q1", "q2"]


def test_a_helper_that_shadows_a_name_counts_as_a_change(woven, bank):
    solution = bank["answers"]
    other = replace(solution, kind="wrong", name="w", preamble=f"{solution.preamble}\ndouble = abs".strip())
    asked, _ = woven(other)
    assert "q2" in {question.id for question in asked.questions}


def test_a_helper_that_nobody_calls_is_not_run(tiny, assignment, book):
    """`late` stands beside `shift`, which is needed."""
    solution = replace(load_bank(tiny, assignment)[0], preamble="shift = 1\ndef late(x):\n    return quadruple(x)")
    other = replace(solution, kind="wrong", definitions={**solution.definitions, "answer": "answer = 40 + shift"})
    whole = parse(json.dumps(weave(book, assignment.cells, other)).encode(), "s", Path("s.ipynb"))
    source = "".join(cell.source for cell in narrow(assignment, whole, other, solution)[1].cells)
    assert "shift = 1" in source
    assert "def late" not in source
    assert "def quadruple" not in source


def test_of_a_question_the_checks_that_can_be_touched_are_asked(woven, bank):
    """Of q3 one check looks at `answer` alone, the other at `reason` as well."""
    solution = bank["answers"]
    other = replace(solution, kind="wrong", name="w", definitions={**solution.definitions, "reason": 'reason = "c"'})
    assert [check.name for check in woven(other)[0].checks] == ["is_the_answer"]


def test_of_a_cell_the_statements_that_are_needed_are_run(tiny, assignment, book):
    one = replace(assignment, checks=tuple(check for check in assignment.checks if check.name != "is_the_answer"))
    solution = load_bank(tiny, assignment)[0]
    definitions = {**solution.definitions, "answer": "answer = (\n    41\n)"}
    other = replace(solution, kind="wrong", name="w", definitions=definitions)
    whole = parse(json.dumps(weave(book, assignment.cells, other)).encode(), "s", Path("s.ipynb"))
    asked, left = narrow(one, whole, other, solution)
    assert asked.questions[0].holes == ("answer",)
    [cell] = [cell for cell in left.cells if "answer" in cell.source]
    assert cell.source.split("\n") == ["answer = (", "    41", ")", ""]  # what is left stands where it stood


@pytest.mark.parametrize(
    ("body", "touched"),
    [("    return x", False), ("    return f(x)", True), ("    return (lambda: f(x))()", True)],
)
def test_an_argument_that_is_not_looked_at_touches_nothing(tiny, assignment, book, body, touched):
    """`answer` is made by a helper that is given `double`."""
    solution = load_bank(tiny, assignment)[0]
    solution = replace(
        solution,
        preamble=f"{solution.preamble}\ndef kept(f, x):\n{body}",
        definitions={**solution.definitions, "answer": "answer = kept(double, 42)"},
    )
    other = replace(solution, kind="wrong", definitions={**solution.definitions, "double": "def double(x): return x"})
    whole = parse(json.dumps(weave(book, assignment.cells, other)).encode(), "s", Path("s.ipynb"))
    asked = narrow(assignment, whole, other, solution)[0]
    assert ("q3" in {question.id for question in asked.questions}) is touched


def test_what_is_passed_on_is_there(tiny, assignment, book):
    """Nobody looks into `double`, but without it there is a NameError."""
    solution = load_bank(tiny, assignment)[0]
    kept = "def kept(f, x):\n    return x"
    definitions = {**solution.definitions, "answer": "answer = kept(double, 42)"}
    solution = replace(solution, preamble=f"{solution.preamble}\n{kept}", definitions=definitions)
    other = replace(solution, kind="wrong", definitions={**definitions, "answer": "answer = kept(double, 41)"})
    whole = parse(json.dumps(weave(book, assignment.cells, other)).encode(), "s", Path("s.ipynb"))
    source = "".join(cell.source for cell in narrow(assignment, whole, other, solution)[1].cells)
    assert "def double" in source
    assert "def add_to_itself" not in source


def test_a_cell_that_only_shows_something_touches_nothing(tiny, assignment, book):
    """It is not run; else what is called of `halve` there could change what the answer is made of."""
    solution = load_bank(tiny, assignment)[0]
    solution = replace(solution, definitions={**solution.definitions, "answer": "answer = halve(84)"})
    answers = replace(solution, kind="wrong", definitions={**solution.definitions, "double": "def double(x): return x"})
    source = "halve(double(1)).hex()"

    def asked(shows: bool) -> set[str]:
        show = replace(next(c for c in assignment.cells if c.name == "given"), name="show", source=source, shows=shows)
        woven = weave(book, assignment.cells, answers)
        woven["cells"].append({"cell_type": "code", "id": "show", "metadata": {}, "source": source, "outputs": []})
        whole = parse(json.dumps(woven).encode(), "s", Path("s.ipynb"))
        issued = replace(assignment, cells=(*assignment.cells, show))
        return {question.id for question in narrow(issued, whole, answers, solution)[0].questions}

    assert asked(shows=True) == {"q1", "q2"}
    assert asked(shows=False) == {"q1", "q2", "q3"}


@pytest.mark.heavy
@pytest.mark.parametrize("slug", COURSE.slugs)
def test_the_verdicts_are_those_of_the_whole(slug):
    """Every tenth answer of each bank, asked everything and asked what it can touch: the same checks fail, and it looks the
    same to the diagnosis."""
    assignment = load_assignment(COURSE, slug)
    solution, *others = load_bank(COURSE, assignment)
    bank = (solution, *others[::10])
    with Sandbox() as sandbox:
        some, all_of_it = (tuple(run_bank(COURSE, assignment, sandbox, bank, whole=whole)) for whole in (False, True))
    for exhibit, other in zip(some, all_of_it, strict=True):
        a, b = find(assignment, exhibit), find(assignment, other)
        assert (a.failed, a.diagnosed, a.score.score) == (b.failed, b.diagnosed, b.score.score), exhibit.answers.name
    assert [m.evidence.keys() for m in misconceptions(assignment, some)] == [
        m.evidence.keys() for m in misconceptions(assignment, all_of_it)
    ]
