"""The contract, and that each part of it can be broken."""

from __future__ import annotations

from dataclasses import replace

import pytest

from autograder import passed
from autograder.bank import load_bank, whole_bank
from autograder.bank.validate import contract, find, find_again, hold, run_bank, validate
from autograder.course import load_assignment, load_course
from autograder.errors import CourseError
from autograder.sandbox.session import Sandbox

from ...conftest import ROOT, spoil

QUARTIC = load_assignment(load_course(ROOT), "quartic")


@pytest.fixture(scope="module")
def exhibits(tiny, assignment, sandbox):
    bank = whole_bank(tiny, assignment)
    return tuple(run_bank(tiny, assignment, sandbox, bank))


@pytest.fixture(scope="module")
def quartic_exhibits():
    with Sandbox() as sandbox:
        bank = whole_bank(load_course(ROOT), QUARTIC)
        return tuple(run_bank(load_course(ROOT), QUARTIC, sandbox, bank))


@pytest.fixture(scope="module")
def quartic_findings(quartic_exhibits):
    return [find(QUARTIC, exhibit) for exhibit in quartic_exhibits]


def test_the_tiny_course_holds(tiny, sandbox):
    report = validate(tiny, "tiny", sandbox)
    assert report.holds, report
    assert all(finding.diagnosed for finding in report.of("wrong"))
    assert not any(finding.diagnosed for finding in report.of("right", "solution"))


def without(assignment, name):
    """The assignment with one check that passes everything."""
    lenient = [replace(c, function=lambda *_: passed) if c.name == name else c for c in assignment.checks]
    return replace(assignment, checks=tuple(lenient))


@pytest.mark.parametrize("name", ["doubles_three", "doubles_any", "quadruples", "is_a_number", "is_the_answer"])
def test_a_check_that_passes_everything_is_found(assignment, exhibits, name):
    assert hold(assignment, exhibits).holds
    assert not hold(without(assignment, name), exhibits).holds


@pytest.mark.heavy
@pytest.mark.parametrize("name", [check.name for check in QUARTIC.checks])
def test_a_check_of_quartic_that_passes_everything_is_found(quartic_exhibits, quartic_findings, name):
    lenient, pairs = without(QUARTIC, name), zip(quartic_exhibits, quartic_findings, strict=True)
    found = [find_again(lenient, exhibit, finding, {name}) for exhibit, finding in pairs]
    assert not contract(lenient, found).holds


@pytest.mark.heavy
def test_quartic_holds(quartic_findings):
    report = contract(QUARTIC, quartic_findings)
    assert report.holds, [finding.faults for finding in report.findings if finding.faults] + list(report.faults)
    assert len(report.of("wrong")) >= 12
    assert len(report.of("right")) >= 5


def faults(tiny, rooms, sandbox) -> str:
    report = validate(replace(tiny, root=rooms), "tiny", sandbox)
    assert not report.holds
    return "\n".join([*report.faults, *(fault for finding in report.findings for fault in finding.faults)])


def test_a_wrong_answer_that_fails_more_than_it_says(tiny, rooms, sandbox):
    spoil(rooms / "solutions/tiny/wrong/adds_two.py", '"doubles_three", ', "")
    assert "also fails doubles_three" in faults(tiny, rooms, sandbox)


def test_a_wrong_answer_that_fails_less_than_it_says(tiny, rooms, sandbox):
    spoil(rooms / "solutions/tiny/wrong/absolute.py", '["doubles_any"]', '["doubles_any", "quadruples"]')
    assert "passes quadruples" in faults(tiny, rooms, sandbox)


def test_a_check_that_tells_them_apart_now_and_then(tiny, rooms, sandbox):
    spoil(rooms / "solutions/tiny/hidden.py", "draw.uniform(-9, -1)", "draw.choice((-3.0, 3.0))")
    report = validate(load_course(rooms), "tiny", sandbox, draws=8)
    faults = [fault for finding in report.findings for fault in finding.faults]
    assert any(fault.startswith("draw ") and "doubles_any" in fault for fault in faults)
    assert not report.holds


def test_the_tiny_course_holds_in_every_draw(tiny, sandbox):
    assert validate(tiny, "tiny", sandbox, draws=4).holds


def test_a_right_answer_that_is_wrong(tiny, rooms, sandbox):
    spoil(rooms / "solutions/tiny/right/plus.py", "2 * x", "2 + x")
    assert "a right answer fails doubles_three" in faults(tiny, rooms, sandbox)


def test_a_solution_that_is_wrong(tiny, rooms, sandbox):
    spoil(rooms / "solutions/tiny/answers.py", "42", "41")
    assert "mend the check, or answers.py" in faults(tiny, rooms, sandbox)


def test_a_check_that_breaks_down_proves_nothing(tiny, rooms, sandbox):
    said = "return equal((number(value.value), letter.value), (42.0, 'b'))"
    spoil(rooms / "solutions/tiny/hidden.py", said.replace("'", '"'), "{42: 1}[value.value]\n    " + said)
    found = faults(tiny, rooms, sandbox)
    assert "check is_the_answer breaks down on it (KeyError:" in found
    assert "(hidden.py, line 17)): mend it" in found
    assert "no wrong answer is failed by is_the_answer itself" in found
    assert "take it from FAILS" not in found


def test_a_picture_that_breaks(tiny, rooms, sandbox):
    spoil(rooms / "assignments/tiny/checks.py", "axes.plot(", "axes.plt(")
    assert "doubles_as_a_line cannot be drawn from the solution: AttributeError" in faults(tiny, rooms, sandbox)


def test_a_check_that_no_wrong_answer_fails(tiny, rooms, sandbox):
    (rooms / "solutions/tiny/wrong/no_number.py").unlink()
    assert "no wrong answer is failed by is_a_number itself" in faults(tiny, rooms, sandbox)


def test_a_stub_that_scores(tiny, rooms, sandbox):
    text = "\n\n@check('q3')\ndef generous():\n    '''Passes.'''\n    return passed\n"
    path = rooms / "assignments/tiny/checks.py"
    path.write_text(path.read_text() + text)
    assert "generous must not pass where nothing is answered" in faults(tiny, rooms, sandbox)


def test_a_bank_that_is_out_of_date(tiny, rooms, sandbox):
    spoil(rooms / "solutions/tiny/wrong/absolute.py", "Loses the sign.", "Forgets the sign.")
    assert "run: gradescent build tiny" in faults(tiny, rooms, sandbox)


def test_a_notebook_that_is_out_of_date(tiny, rooms, sandbox):
    spoil(rooms / "assignments/tiny/tiny.py", "A small assignment.", "A large assignment.")
    with pytest.raises(CourseError, match="run: gradescent build tiny"):
        validate(replace(tiny, root=rooms), "tiny", sandbox)


def test_the_bank_of_the_tiny_course_has_all_kinds(tiny, assignment):
    assert {answers.kind for answers in load_bank(tiny, assignment)} == {"solution", "right", "wrong"}
