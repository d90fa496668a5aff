"""Which cells are run: those that only show something are not, unless somebody needs what they bind."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from autograder.program import Run, module_names, program, used_names
from autograder.records import Assignment, Cell, Submission, SubmittedCell

PLOT = "figure, panel = plot(given)\nfor line in figure: draw(line)\ndef again(): local = panel"


@pytest.fixture
def shown(assignment: Assignment) -> Assignment:
    """The tiny assignment with a plot after its given cell, and one more that uses what the first binds."""
    place = next(n for n, cell in enumerate(assignment.cells) if cell.role == "given") + 1
    plots = (Cell("plot", "given", PLOT, shows=True), Cell("second", "given", "second = panel", shows=True))
    return replace(assignment, cells=(*assignment.cells[:place], *plots, *assignment.cells[place:]))


def ran(assignment: Assignment, *mine: str, changed: str = "") -> list[str]:
    cells = [
        SubmittedCell(number, "code", changed if changed and cell.name == "plot" else cell.source, cell.name)
        for number, cell in enumerate(assignment.cells, 1)
        if cell.role not in {"prose", "written"}
    ]
    cells += [SubmittedCell(90 + number, "code", source) for number, source in enumerate(mine)]
    steps = program(assignment, Submission("a", Path("a"), "tiny", tuple(cells), "0" * 64))
    return [step.source for step in steps if isinstance(step, Run)]


def test_a_cell_that_only_shows_is_passed_over(shown):
    assert PLOT not in ran(shown)
    assert "second = panel" not in ran(shown)


@pytest.mark.parametrize(
    "source",
    [
        "x = panel",
        "def f(): return again()",
        "[line for _ in range(3)]",
        "globals()['panel']",
        "%matplotlib inline\npanel.set()",
        "panel = panel + 1",
        "del figure",
    ],
)
def test_unless_a_student_uses_what_it_binds(shown, source):
    assert PLOT in ran(shown, source)


@pytest.mark.parametrize(
    "source", ["local = 1", "def f(panel): return panel", "s = 'panel'  # panel", "x.panel = 1", "f(panel=1)"]
)
def test_a_word_that_is_the_same_is_no_use(shown, source):
    assert PLOT not in ran(shown, source)


def test_what_a_needed_one_needs_is_run_too(shown):
    assert ran(shown, "x = second").count("second = panel") == 1
    assert PLOT in ran(shown, "x = second")


def test_a_student_who_changes_it_has_their_own_run(shown):
    assert "mine = 1" in ran(shown, changed="mine = 1")


def test_names_of_the_notebook_and_of_functions():
    assert module_names(PLOT) == {"figure", "panel", "line", "again"}
    assert module_names("try:\n    import a.b, c as d\nexcept E as e:\n    x: int = 1") == {"a", "d", "x"}
    assert used_names("def f(a):\n    b = a + c\n    return [q for q in b]") == {"c"}
