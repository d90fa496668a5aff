"""The course's banks of answers: how many of each kind for every question that checks mark, and what becomes of two at once."""

from __future__ import annotations

import itertools
import random
from pathlib import Path

import pytest

from autograder.bank import Answers, load_bank
from autograder.bank.validate import fresh_notebook, handed_in
from autograder.course import load_assignment, load_course
from autograder.grading import grade
from autograder.sandbox.session import Sandbox

COURSE = load_course(Path(__file__).parents[1])
ASSIGNMENTS = {slug: load_assignment(COURSE, slug) for slug in COURSE.slugs}
QUESTIONS = [(slug, question) for slug, a in ASSIGNMENTS.items() for question in a.questions if not question.written]


def redefined(slug, holes):
    """The answers of the bank that redefine one of these holes."""
    solution, *others = load_bank(COURSE, ASSIGNMENTS[slug])
    return [
        answers for answers in others if any(answers.definitions[hole] != solution.definitions[hole] for hole in holes)
    ]


@pytest.mark.parametrize(("slug", "question"), QUESTIONS, ids=[f"{slug}-{question.id}" for slug, question in QUESTIONS])
def test_every_question_has_five_wrong_answers_and_three_right_ones(slug, question):
    answers = redefined(slug, question.holes)
    checks = {check.name for check in ASSIGNMENTS[slug].checks_of(question.id)}
    assert sum(a.kind == "wrong" and not checks.isdisjoint(a.fails) for a in answers) >= 5
    assert sum(a.kind == "right" for a in answers) >= 3


def test_the_whole_course_has_enough_of_both():
    kinds = [answers.kind for a in ASSIGNMENTS.values() for answers in load_bank(COURSE, a)]
    assert kinds.count("wrong") >= 150
    assert kinds.count("right") >= 60


def pairs_of_slips(slug):
    """Two wrong answers in one notebook, which redefine different holes and fail checks of one and the same question alone."""
    solution, *others = load_bank(COURSE, ASSIGNMENTS[slug])
    of = {check.name: check.question for check in ASSIGNMENTS[slug].checks}
    for a, b in itertools.combinations([answers for answers in others if answers.kind == "wrong"], 2):
        own = [{h: t for h, t in x.definitions.items() if solution.definitions[h] != t} for x in (a, b)]
        if len({of[check] for check in a.fails + b.fails}) == 1 and own[0].keys().isdisjoint(own[1]):
            helpers = [x.preamble.removeprefix(solution.preamble) for x in (a, b)]
            both = {**solution.definitions, **own[0], **own[1]}
            preamble = "\n".join([solution.preamble, *helpers])
            yield {a.sentence, b.sentence}, Answers(f"{a.name}-{b.name}", "wrong", definitions=both, preamble=preamble)


@pytest.fixture(scope="module")
def warm():
    """A sandbox with torch."""
    with Sandbox() as sandbox:
        yield sandbox


@pytest.mark.heavy
@pytest.mark.parametrize("slug", COURSE.slugs)
def test_two_slips_in_one_question_are_named(slug, warm):
    """No answer of the bank looks like both. Most are named check by check, and nothing else is."""
    assignment, book = ASSIGNMENTS[slug], fresh_notebook(COURSE, slug)
    pairs = list(pairs_of_slips(slug))
    found = []
    for sentences, answers in random.Random(0).sample(pairs, 8):
        score = grade(assignment, handed_in(COURSE, assignment, book, answers), warm)
        named = {outcome.diagnosis for outcome in score.outcomes} - {""}
        assert named <= sentences, answers.name
        found.append(len(named))
    assert sum(found) >= len(found), f"of two slips each, so many are named: {found}"


ODD = (
    "None",
    "'text'",
    "float('nan')",
    "10**30",
    "{}",
    "[[1.0], [2.0, 3.0]]",
    "{'a': 1}",
    "__import__('torch').zeros(7)",
    "__import__('torch').full((2, 3), float('nan'))",
    "__import__('torch').tensor(1j)",
    "object()",
    "lambda *a, **k: None",
)
"""What nobody asked for; seven numbers are no rows of any length."""


def odd_answers(slug, value):
    """The solution's answers where every function returns this, and then where every value is this."""
    solution, *_ = load_bank(COURSE, ASSIGNMENTS[slug])
    functions = {hole for hole, text in solution.definitions.items() if text.startswith("def ")}
    values = {hole for hole, text in solution.definitions.items() if not text.startswith(("def ", "class ", "@"))}
    returned = {hole: f"def {hole}(*args, **kwargs):\n    return {value}" for hole in functions}
    for own in (returned, {hole: f"{hole} = {value}" for hole in values}):
        yield Answers("odd", "wrong", definitions={**solution.definitions, **own}, preamble=solution.preamble)


@pytest.mark.heavy
@pytest.mark.parametrize("slug", COURSE.slugs)
def test_no_answer_is_a_fault_of_the_graders(slug, warm):
    """Whatever an answer gives, the check says what is wrong with it: no check breaks down."""
    assignment, book = ASSIGNMENTS[slug], fresh_notebook(COURSE, slug)
    for value in ODD:
        for answers in odd_answers(slug, value):
            score = grade(assignment, handed_in(COURSE, assignment, book, answers), warm)
            assert not [(fault.check, fault.measured) for fault in score.faults], value
            assert score.score < score.max_score
