"""Small changes of the solution, which the checks have to notice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from autograder.bank.survival import run_mutants
from autograder.errors import CourseError

from ...conftest import spoil


def test_the_tiny_checks_kill_all(tiny, sandbox):
    report = run_mutants(tiny, "tiny", sandbox)
    assert report.holds, report
    assert report.killed >= 2


def test_survivors_are_named_and_can_be_listed(tiny, rooms, sandbox):
    course = replace(tiny, root=rooms)
    spoil(
        rooms / "solutions/tiny/answers.py", "return operator.add(x, x)", "spare = 1 + 1\n    return operator.add(x, x)"
    )
    report = run_mutants(course, "tiny", sandbox)
    assert not report.holds
    assert "helpers: 1 + 1 -> 1 - 1" in report.survivors
    listed = "".join(f'["{name}"]\nreason = "Nobody reads it."\n' for name in report.survivors)
    path = rooms / "solutions/tiny/equivalent.toml"
    path.write_text(listed)
    assert run_mutants(course, "tiny", sandbox).holds
    path.write_text(listed + '["gone: 1 -> 2"]\nreason = "It was."\n')
    assert run_mutants(course, "tiny", sandbox).stale == ("gone: 1 -> 2",)
    path.write_text(listed.replace('reason = "Nobody reads it."', ""))
    with pytest.raises(CourseError, match="needs a reason"):
        run_mutants(course, "tiny", sandbox)


def with_helper(tiny, rooms, body):
    """The tiny course with another body of its solution's helper."""
    spoil(rooms / "solutions/tiny/answers.py", "return operator.add(x, x)", body)
    return replace(tiny, root=rooms)


def test_a_mutant_whose_question_cannot_be_guessed_is_judged_by_all(tiny, rooms, sandbox):
    course = with_helper(tiny, rooms, "return 2.0 * x")
    spoil(rooms / "solutions/tiny/answers.py", "return add_to_itself(x)", 'return globals()["add_" + "to_itself"](x)')
    report = run_mutants(course, "tiny", sandbox)
    assert report.holds, report
    assert report.killed >= 4


def test_a_mutant_that_runs_for_ever_is_not_waited_for(tiny, rooms, sandbox):
    body = "total, n = 0.0, 0\n    while n != 2:\n        total += x\n        n += 1\n    return total"
    report = run_mutants(with_helper(tiny, rooms, body), "tiny", sandbox)
    assert report.holds, report
    assert report.killed >= 11


def test_a_public_check_alone_may_notice(tiny, rooms, sandbox):
    """Question 2 has no hidden check, and its helper is used by no other question."""
    course = replace(tiny, root=rooms)
    spoil(rooms / "solutions/tiny/answers.py", "return double(double(x))", "return 4.0 * x")
    report = run_mutants(course, "tiny", sandbox)
    assert report.holds, report
