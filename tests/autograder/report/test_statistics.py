"""A class in figures."""

from __future__ import annotations

from dataclasses import replace

import pytest

from autograder.records import Outcome, Question, QuestionScore, Score
from autograder.report.statistics import check_figures, correlation, question_figures, traps

QUESTIONS = (Question("q1", "One", 2.0), Question("q2", "Two", 1.0), Question("q3", "Three", 2.0, written=True))


def score(name, q1, q2, q3=None, said="", status="graded") -> Score:
    def outcomes(question, points, most):
        credit = points / most
        state = "passed" if credit == 1 else "failed"
        return (Outcome(f"{question}_check", question, f"Aim of {question}.", state, 1.0, credit, diagnosis=said),)

    questions = (
        QuestionScore("q1", q1, 2.0, outcomes("q1", q1, 2.0), seconds=0.5),
        QuestionScore("q2", q2, 1.0, outcomes("q2", q2, 1.0)),
        QuestionScore("q3", q3, 2.0),
    )
    return Score(name, "tiny", status, questions=questions)


def test_difficulty_and_discrimination():
    first, second, third = question_figures(QUESTIONS, [score("a", 2, 1), score("b", 1, 0.5), score("c", 0, 0)])
    assert (first.share, first.full, first.seconds) == (0.5, 1, 0.5)
    assert first.discrimination == pytest.approx(1.0)
    assert second.discrimination == pytest.approx(1.0)
    assert (third.marked, third.share, third.discrimination) == (0, None, None)


def test_a_question_that_the_good_ones_miss_has_a_negative_discrimination():
    first, *_ = question_figures(QUESTIONS, [score("a", 0, 1), score("b", 2, 0)])
    assert first.discrimination == pytest.approx(-1.0)


def test_no_variance_is_no_correlation():
    assert correlation([1.0, 1.0], [0.0, 1.0]) is None
    assert correlation([], []) is None


def test_what_was_not_answered_and_what_could_not_be_checked():
    blocked = Outcome("c", "q1", "Aim.", "blocked", 1.0, 0.0, message="Not answered yet.")
    scores = [
        Score("a", "tiny", "graded", questions=(QuestionScore("q1", 0.0, 2.0, (blocked,)),)),
        Score(
            "b", "tiny", "graded", questions=(QuestionScore("q1", 0.0, 2.0, (replace(blocked, message="A fault."),)),)
        ),
    ]
    first, *_ = question_figures(QUESTIONS, scores)
    assert (first.unanswered, first.blocked) == (1, 1)
    assert traps(scores) == ()


def test_misconceptions_by_how_many_they_concern():
    scores = [
        score("a", 0, 1, said="Slip."),
        score("b", 1, 1, said="Slip."),
        score("c", 0, 1),
        score("d", 2, 1, said="x"),
    ]
    slip, other = traps(scores)
    assert (slip.sentence, slip.students, slip.lost, slip.diagnosed) == ("Slip.", ("a", "b"), 3.0, True)
    assert (other.sentence, other.students, other.diagnosed) == ("Aim of q1.", ("c",), False)
    assert slip.said == ""


def test_checks_that_nobody_or_everybody_passed():
    first, second = check_figures([score("a", 0, 1), score("b", 1, 1)])
    assert (first.nobody, first.everybody, first.failed) == (True, False, 2)
    assert (second.nobody, second.everybody) == (False, True)
