"""From what was seen to outcomes."""

from __future__ import annotations

import pytest

from autograder import check, failed, number, passed, probe
from autograder.authoring import Seen
from autograder.judging import judge, points
from autograder.records import HIDDEN_SENTENCE, Outcome


@probe
def value(x, n):
    return x


ASK = value(n=1)


def outcome(function, seen: Seen, hidden: bool = False, why_missing: dict[str, str] | None = None) -> Outcome:
    made = check("q1", ASK, hint="Think.")(function)
    return judge(made.hide() if hidden else made, [ASK], {ASK.key: seen}, why_missing or {})


def right(seen):
    """It is right."""
    return passed


def wrong(seen):
    """It is right."""
    return failed("It is 4.", measured=4.0, allowed=5.0, credit=0.25)


def formal(seen):
    """It is a number."""
    number(seen.value, "`x`")
    return passed


def broken(seen):
    """It is right."""
    raise KeyError("secret")


def silent(seen):
    """It is right."""
    return True


def test_passed_and_failed():
    assert outcome(right, Seen({}, 5.0)).status == "passed"
    found = outcome(wrong, Seen({}, 4.0))
    assert (found.status, found.credit) == ("failed", 0.25)
    assert found.lines() == ("It is right.", "It is 4.", "measured: 4", "allowed: 5", "hint: Think.")


def test_a_wrong_form_is_failed_with_what_was_asked():
    found = outcome(formal, Seen({}, "five"))
    assert (found.status, found.message) == ("failed", "`x` should be a number, got the text 'five'.")


@pytest.mark.parametrize(
    ("status", "words"), [("raised", "does not fit: E"), ("timeout", "took too long: E"), ("lost", "No answer: E")]
)
def test_what_the_students_code_did_is_failed(status, words):
    found = outcome(right, Seen({}, status=status, detail="E"))
    assert found.status == "failed"
    assert words in found.message


def test_a_missing_hole_is_blocked_with_why():
    assert outcome(right, Seen({}, status="missing")).message == "Not answered yet."
    assert outcome(right, Seen({}, status="missing", detail="write x")).message == "Not answered yet: write x"
    found = outcome(right, Seen({}, status="missing"), why_missing={"x": "cell 3 stopped."})
    assert (found.status, found.message) == ("blocked", "`x` has no value: cell 3 stopped.")


@pytest.mark.parametrize("function", [broken, silent])
def test_a_fault_of_the_check_is_never_wrong(function):
    found = outcome(function, Seen({}, 5.0))
    assert found.status == "blocked"
    assert "not your fault" in found.message


@pytest.mark.parametrize("function", [wrong, broken, silent, formal])
def test_a_hidden_check_tells_nothing(function):
    shown = " ".join(outcome(function, Seen({}, "five"), hidden=True).lines())
    assert "secret" not in shown
    assert "five" not in shown
    assert function.__name__ not in shown


def test_a_hidden_check_that_fails_says_one_sentence():
    assert outcome(wrong, Seen({}, 4.0), hidden=True).lines() == (HIDDEN_SENTENCE,)
    assert outcome(wrong, Seen({}, status="raised", detail="KeyError: 'hidden input'"), hidden=True).lines() == (
        HIDDEN_SENTENCE,
    )
    assert outcome(right, Seen({}, 4.0), hidden=True).lines() == ()


def test_points_by_weight_and_credit():
    def made(weight: float, credit: float) -> Outcome:
        return Outcome("c", "q", "", "passed", weight, credit)

    assert points(2.0, [made(1, 1.0), made(2, 0.0)]) == 0.666667
    assert points(3.0, [made(1, 0.5), made(1, 1.0)]) == 2.25
    assert points(0.1, [made(w, 1.0) for w in (0.1, 0.2, 0.7)]) == 0.1
