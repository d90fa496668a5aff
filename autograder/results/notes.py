"""What instructors are told of marks and times. Apart from `marks`, whose sentences students read: those are translated."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.plain import some

OUT_OF_RANGE = "; give others with `gradescent override`, or take them back with --withdraw"
_LONGEST = 30_000  # characters of an answer in a sheet; a cell of Excel's holds 32,767


def earlier(marks: Sequence[str]) -> str:
    """Of marks whose submission has changed since."""
    return (
        f"{len(marks)} marks were given for an earlier hand-in, and still count: {some(marks)}. Give them again "
        "(`gradescent override`, or a sheet), or take them back with --withdraw"
    )


def no_question(marks: Sequence[str], file: str) -> str:
    """Of marks that match nothing."""
    return (
        f"{len(marks)} marks in {file} match nothing that was graded here: {some(marks)}. If a submission was renamed, "
        "rename it there; take the others back with `gradescent override … --withdraw`"
    )


def no_submission(times: Sequence[str], file: str) -> str:
    """Of times that match nothing."""
    return f"{len(times)} times in {file} match no submission here: {some(times)}"


def in_a_sheet(points: str, reason: str) -> str:
    """In the row of an answer whose mark was given for an earlier one."""
    why = f" ({reason})" if reason else ""
    return f"{points} points were given for an earlier hand-in{why}; they count until there are others"


def shortened(text: str) -> str:
    """A text as a spreadsheet's cell holds it; some drop what is longer, or the file."""
    if len(text) <= _LONGEST:
        return text
    return f"{text[:_LONGEST]} … (shortened: {len(text)} characters; the student's page of the report has all)"
