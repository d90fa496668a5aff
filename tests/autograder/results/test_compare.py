"""Two runs beside each other."""

from __future__ import annotations

from dataclasses import replace

from autograder.records import QuestionScore, Score
from autograder.results.compare import compare

from .test_results import outcome, score


def test_the_same_is_no_change():
    assert compare([score("alice")], [score("alice", seconds=3.0)]) == ()


def test_a_mark_that_changed_says_by_what_and_why():
    old = score("alice", 1.0)
    question = QuestionScore("q1", 2.0, 2.0, (outcome("q1"),))
    new = replace(score("alice", 2.0, versions={"gradescent": "2"}), questions=(question, *old.questions[1:]))
    [change] = compare([old], [new])
    assert (change.before, change.after, change.by) == (2.0, 3.0, 1.0)
    assert "q1: 1 of 2 → 2 of 2" in change.why
    assert "q1: check: failed → passed" in change.why
    assert "graded with gradescent – → 2" in change.why


def test_a_persons_mark_is_a_reason():
    old = score("alice", 1.0)
    question = replace(old.questions[0], score=2.0, reason="On paper.", found=1.0)
    [change] = compare([old], [replace(old, questions=(question, *old.questions[1:]))])
    assert change.why == ("q1: 1 of 2 → 2 of 2", "q1: a person says: On paper.")


def test_who_is_in_one_run_only_and_who_could_not_be_graded():
    refused = Score("bob", "tiny", "empty", "It is empty.")
    changes = compare([score("alice"), refused], [score("bob"), score("carl")])
    assert [(change.submission, change.by) for change in changes] == [("alice", None), ("bob", None), ("carl", None)]
    assert changes[0].why == ("only in the old run",)
    assert changes[1].why[0] == "empty → graded"


def test_another_notebook_and_lateness():
    [change] = compare([score("a", seed="tiny/1")], [score("a", seed="tiny/2", penalty=0.5)])
    assert change.by == -0.5
    assert change.why == ("taken off: 0 → 0.5", "another notebook was handed in")


def test_a_question_that_is_gone():
    old = score("alice", 1.0)
    new = replace(old, questions=old.questions[1:])
    [change] = compare([old], [new])
    assert change.why == ("q1: the question is gone",)
