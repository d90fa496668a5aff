"""The course's banks of answers: how many there are of each kind, for every question that checks mark."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.bank import load_bank
from autograder.course import load_assignment, load_course

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
