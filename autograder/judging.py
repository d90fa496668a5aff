"""From what was seen to outcomes, and from outcomes to points; apart from student code, and the same in a student's
notebook as in the grader."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from autograder.authoring import Ask, Check, Seen, Undecided, Verdict, WrongForm, passed
from autograder.plain import printable
from autograder.records import Outcome, Status

UNANSWERED = "Not answered yet"
_FAULT = "This could not be checked, and that is not your fault: tell your instructor."


def judge(check: Check, asks: Iterable[Ask], seen: Mapping[str, Seen], why_missing: Mapping[str, str]) -> Outcome:
    """One check's outcome.

    Args:
        check: the check.
        asks: its asks, drawn.
        seen: what was observed, by `Ask.key`.
        why_missing: for holes that have no value because their cell stopped, how it stopped.
    """
    asks = tuple(asks)
    for ask in asks:
        status = seen[ask.key].status
        if status == "missing":
            return _outcome(check, "blocked", Verdict(0.0, _missing(ask, seen[ask.key], why_missing)))
        if status in {"raised", "timeout", "lost"}:
            # No hint: it is about another mistake than one that leaves no value.
            return replace(_outcome(check, "failed", Verdict(0.0, no_value(seen[ask.key]))), hint="")
    try:
        verdict = check.function(*(seen[ask.key] for ask in asks))
    except WrongForm as wrong:
        verdict = Verdict(0.0, f"{wrong}.")
    except Undecided as why:
        said = f"{why}, so this could not be compared: ask your instructor to look at it and to mark it by hand."
        return replace(_outcome(check, "blocked", Verdict(0.0, said)), hint="")
    except Exception as error:
        # A fault of the check's, so never "wrong": the student is told so and the author sees what it was.
        return _fault(check, f"{type(error).__name__}: {error}{place_in(check.function, error)}")
    if not isinstance(verdict, Verdict):
        return _fault(check, f"no verdict, but {verdict!r}")
    return _outcome(check, "passed" if verdict.credit >= 1.0 else "failed", verdict)


def judge_passed(check: Check) -> Outcome:
    """The outcome of a check that is known to pass."""
    return _outcome(check, "passed", passed)


def no_value(seen: Seen) -> str:
    """What to say where an ask came to no value: an error, no end, or no answer."""
    detail, place = seen.detail, seen.place
    if seen.status == "raised":
        return (
            f"Your code raised {detail} ({place})" if place else f"Your code, or what it gave, does not fit: {detail}"
        )
    return f"Your code took too long: {detail}" if seen.status == "timeout" else f"No answer: {detail}"


def place_in(function: Callable[..., object], error: BaseException) -> str:
    """Where in an author's file an error arose: " (checks.py, line 12)"; "" where it did not pass through there."""
    file = function.__code__.co_filename
    lines = [line for frame, line in traceback.walk_tb(error.__traceback__) if frame.f_code.co_filename == file]
    return f" ({Path(file).name}, line {lines[-1]})" if lines else ""


def _missing(ask: Ask, seen: Seen, why_missing: Mapping[str, str]) -> str:
    for hole in ask.holes:
        if hole in why_missing:
            return f"`{hole}` has no value: {why_missing[hole]}"
    return f"Not answered yet: {seen.detail}" if seen.detail else "Not answered yet."


def _fault(check: Check, what: str) -> Outcome:
    return replace(_outcome(check, "blocked", Verdict(0.0, _FAULT, measured=what)), fault=True)


def _outcome(check: Check, status: Status, verdict: Verdict) -> Outcome:
    return Outcome(
        check=check.name,
        question=check.question,
        aim=check.aim,
        status=status,
        weight=check.weight,
        credit=verdict.credit,
        hidden=check.hidden,
        # A check may quote what the student's code returned.
        message=printable(verdict.message, 1000),
        measured=printable(verdict.measured),
        allowed=printable(verdict.allowed),
        hint=check.hint,
    )


def points(total: float, outcomes: Iterable[Outcome]) -> float:
    """A question's points by the weights and credits of its outcomes, to a millionth."""
    outcomes = tuple(outcomes)
    weight = sum(outcome.weight for outcome in outcomes)
    return round(total * sum(outcome.weight * outcome.credit for outcome in outcomes) / weight, 6)
