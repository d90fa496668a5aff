"""Classes for the reports' tests: scores made without grading, as many as are needed."""

from __future__ import annotations

import random
from dataclasses import replace

from autograder.records import Drawing, Outcome, QuestionScore, Score, SubmittedCell, Trouble

HOSTILE = "<script>document.title = 'owned'</script><img src=x onerror=\"document.title='owned'\">"
SECRET = "the hidden expectation 41.7"
SLIPS = ("Adds two instead of doubling.", "Loses the sign.", "Gives the answer as text.")


def outcome(check: str, question: str, credit: float, **fields: object) -> Outcome:
    status = "passed" if credit == 1.0 else "failed"
    return Outcome(
        check, question, f"What {check} is about.", **{"status": status, "weight": 1.0, "credit": credit, **fields}
    )


def student(number: int, code: str = "", name: str = "") -> Score:
    """One submission to the tiny course; the same number gives the same."""
    draw = random.Random(number)
    right, other = draw.random() < 0.7, draw.random() < 0.5
    slip = "" if right else draw.choices(SLIPS, (6, 3, 1))[0]
    first = (
        outcome(
            "doubles_three",
            "q1",
            float(right),
            message="" if right else HOSTILE,
            measured="5",
            allowed="6",
            hint="Add it.",
        ),
        outcome(
            "doubles_any",
            "q1",
            float(other),
            hidden=True,
            message=SECRET,
            measured=SECRET,
            allowed=SECRET,
            diagnosis=slip,
        ),
    )
    questions = (
        QuestionScore(
            "q1", float(right) + float(other), 2.0, tuple(replace(o, diagnosis=slip) for o in first), seconds=0.01
        ),
        QuestionScore("q2", 1.0, 1.0, (outcome("quadruples", "q2", 1.0),)),
        QuestionScore(
            "q3", 0.0, 1.0, (outcome("is_a_number", "q3", 0.0, status="blocked", message="Not answered yet."),)
        ),
        QuestionScore("q4", None, 2.0, text=HOSTILE),
    )
    trouble = (Trouble(3, 2, f"NameError: {HOSTILE}", f"x = 1\n{HOSTILE}\n"),) if number % 7 == 0 else ()
    return Score(
        submission=name or f"student-{number:04d}",
        assignment="tiny",
        status="graded",
        questions=questions,
        trouble=trouble,
        layers=("landlock", "seccomp"),
        seconds=0.1 * number,
        versions={"python": "3.11"},
        cells=(SubmittedCell(2, "code", code or f"def double(x):\n    return x * {number}  # {HOSTILE}\n"),),
        drawings=(Drawing("doubles_as_a_line", "q1", ([0.0, 2.0, 4.0 + number % 3, 6.0, 8.0],)),),
    )


def a_class(size: int) -> list[Score]:
    refused = Score(f"late {HOSTILE}", "tiny", "empty", f"{HOSTILE} is empty: hand it in again.")
    odd = student(1, name=f"=odd/../{HOSTILE}")
    return [*(student(number) for number in range(1, size - 1)), odd, refused]
