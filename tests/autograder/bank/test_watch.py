"""After a save, what it touches and no more; and always what a validation from the start would say."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.bank.validate import validate
from autograder.bank.watch import State, looking, revalidate, watch
from autograder.build import update_bank
from autograder.course import load_assignment, load_course

from ...conftest import spoil

ANSWERS = 6  # of the tiny bank, the notebook as issued included
CHECKS = 5


@pytest.fixture
def state(rooms, sandbox) -> State:
    return revalidate(load_course(rooms), "tiny", sandbox, None)


def again(rooms: Path, sandbox, state: State) -> State:
    """The next state, which must say what a validation from the start says."""
    found = revalidate(load_course(rooms), "tiny", sandbox, state)
    fresh = validate(load_course(rooms), "tiny", sandbox)
    assert found.report.faults == fresh.faults
    assert [f.faults for f in found.report.findings] == [f.faults for f in fresh.findings]
    assert [f.failed for f in found.report.findings] == [f.failed for f in fresh.findings]
    assert [f.score.score for f in found.report.findings] == [f.score.score for f in fresh.findings]
    return found


def test_at_first_everything(state):
    assert state.report.holds
    assert (state.ran, state.judged) == (ANSWERS, ANSWERS * CHECKS)


def test_nothing_where_nothing_was_changed(rooms, sandbox, state):
    found = again(rooms, sandbox, state)
    assert (found.ran, found.judged) == (0, 0)


def test_a_saved_answer_is_run_alone(rooms, sandbox, state):
    spoil(rooms / "solutions/tiny/right/plus.py", "2 * x", "2 + x")
    found = again(rooms, sandbox, state)
    assert (found.ran, found.judged) == (1, CHECKS)
    assert not found.report.holds
    spoil(rooms / "solutions/tiny/right/plus.py", "2 + x", "2 * x")
    assert again(rooms, sandbox, found).report.holds


def test_what_an_answer_declares_is_looked_at_again(rooms, sandbox, state):
    spoil(rooms / "solutions/tiny/wrong/adds_two.py", '"doubles_three", ', "")
    found = again(rooms, sandbox, state)
    assert found.ran == 1
    assert not found.report.holds


def test_a_new_answer_and_one_that_is_gone(rooms, sandbox, state):
    wrong = rooms / "solutions/tiny/wrong"
    (wrong / "absolute.py").rename(wrong / "another.py")
    found = again(rooms, sandbox, state)
    assert found.ran == 1
    assert len(found.report.findings) == ANSWERS


def test_a_saved_check_is_judged_alone_and_nothing_is_run(rooms, sandbox, state):
    path = rooms / "solutions/tiny/hidden.py"
    path.write_text(path.read_text().replace("\n    return ", "\n    pass\n    return ", 1))
    found = again(rooms, sandbox, state)
    assert found.ran == 0
    assert found.judged == ANSWERS


def test_a_bank_that_was_built_meanwhile_holds_again(rooms, sandbox, state):
    spoil(rooms / "solutions/tiny/wrong/absolute.py", "Loses the sign.", "Forgets the sign.")
    stale = again(rooms, sandbox, state)
    assert any("run: gradescent build tiny" in fault for fault in stale.report.faults)
    course = load_course(rooms)
    update_bank(course, load_assignment(course, "tiny"), sandbox)
    built = again(rooms, sandbox, stale)
    assert built.ran == 0
    assert built.report.holds


def test_a_check_that_passes_everything_is_found(rooms, sandbox, state):
    path = rooms / "assignments/tiny/checks.py"
    lines = path.read_text().splitlines()
    place = next(n for n, line in enumerate(lines) if line.startswith("def doubles_three("))
    end = next(n for n in range(place, len(lines)) if lines[n].startswith("    return"))
    lines[end] = "    return passed"
    path.write_text("\n".join(lines) + "\n")
    found = again(rooms, sandbox, state)
    assert found.ran == 0
    assert not found.report.holds


def test_a_saved_probe_runs_everything(rooms, sandbox, state):
    path = rooms / "assignments/tiny/checks.py"
    path.write_text(path.read_text() + "\n\nEXTRA = 1\n")
    found = again(rooms, sandbox, state)
    assert found.ran == ANSWERS


def test_a_check_that_looks_elsewhere_is_asked_of_all_whom_it_did_not_concern(rooms, sandbox, state):
    """Who differs from the solution in `answer` alone was not asked about `double`, until the check looks at both."""
    path = rooms / "solutions/tiny/hidden.py"
    spoil(
        path,
        '@check("q1", lambda draw: doubled(x=draw.uniform(-9, -1)), weight=2)',
        '@check("q1", doubled(x=-2.0), value(), weight=2)',
    )
    spoil(path, "def doubles_any(doubled):", "def doubles_any(doubled, value):")
    spoil(
        path,
        "close(number(doubled.value), 2 * doubled.inputs",
        "close(number(value.value) * number(doubled.value), -168.0) if value else close(2 * doubled.inputs",
    )
    found = again(rooms, sandbox, state)
    assert found.ran == ANSWERS


def test_the_solution_touches_all_but_the_notebook_as_issued(rooms, sandbox, state):
    path = rooms / "solutions/tiny/answers.py"
    path.write_text(path.read_text() + "\n\nimport math\n")
    assert again(rooms, sandbox, state).ran == ANSWERS - 1


def test_saves_are_seen(rooms):
    news = looking(rooms, ["tiny"])
    assert next(news) == {"tiny"}
    time.sleep(0.02)
    (rooms / "solutions/tiny/wrong/absolute.py").touch()
    assert next(news) == {"tiny"}


def test_half_a_save_is_told_and_the_next_one_mends_it(rooms, sandbox):
    path = rooms / "solutions/tiny/wrong/absolute.py"
    source, told = path.read_text(), []

    def saves(root, slugs):
        yield frozenset(slugs)
        path.write_text("def double(")
        yield frozenset(slugs)
        path.write_text(source)
        yield frozenset({"another"})
        yield frozenset(slugs)

    watch(rooms, ["tiny"], sandbox, lambda slug, found, seconds: told.append((slug, found)), saves=saves)
    assert [slug for slug, _ in told] == ["tiny"] * 3
    assert isinstance(told[1][1], Exception)
    assert told[0][1].report.holds
    assert told[2][1].report.holds
    assert told[2][1].ran == 0
    assert replace(told[2][1].report, findings=()) == replace(told[0][1].report, findings=())
