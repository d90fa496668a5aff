"""The bank of answers, and how answers become notebooks.

A solution, a known-wrong answer, an accepted alternative and a demo student's work are the same kind of thing: definitions for
holes, woven into the notebook as issued.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from autograder.course import Course, names_of
from autograder.errors import CourseError
from autograder.notebook import HELPERS, code_cell
from autograder.records import Assignment, Cell

Kind = Literal["stub", "solution", "right", "wrong"]


@dataclass(frozen=True)
class Answers:
    """Definitions for holes.

    Attributes:
        name: the file's, such as `uphill`.
        sentence: what is special about them; for a wrong answer, its misconception.
        fails: for a wrong answer, the ids of the checks that must not pass: these and no others.
        definitions: for each hole, the statement that binds it.
        preamble: imports and helpers, which go into a cell of their own.
    """

    name: str
    kind: Kind
    sentence: str = ""
    fails: tuple[str, ...] = ()
    definitions: Mapping[str, str] = ()  # type: ignore[assignment]
    preamble: str = ""


def stub() -> Answers:
    """The notebook as issued: no hole is filled."""
    return Answers("stub", "stub", "Nothing is answered.", definitions={})


def load_bank(course: Course, assignment: Assignment) -> tuple[Answers, ...]:
    """The solution, then the right and the wrong answers in the order of their names.

    Raises:
        CourseError: an answer is missing, a file defines no hole, or a wrong answer does not say how it fails.
    """
    room = course.root / "solutions" / assignment.slug
    holes = {hole for question in assignment.questions for hole in question.holes}
    solution = _read(room / "answers.py", "solution", holes)
    missing = sorted(holes - set(solution.definitions))
    if missing:
        raise CourseError(f"{room / 'answers.py'} does not define {', '.join(missing)}")
    others: list[Answers] = []
    for kind in ("right", "wrong"):
        for path in sorted((room / kind).glob("*.py")):
            own = _read(path, kind, holes)
            if not own.definitions:
                raise CourseError(f"{path} defines none of the holes: {', '.join(sorted(holes))}")
            if not own.sentence:
                raise CourseError(f"{path} needs a docstring: one sentence on what is special about it")
            if kind == "wrong" and not own.fails:
                raise CourseError(f"{path} needs FAILS = [...], the checks that it must fail")
            known = {check.name for check in assignment.checks}
            unknown = [name for name in own.fails if name not in known]
            if unknown:
                raise CourseError(f"{path} says that it fails {', '.join(unknown)}; there is no such check")
            torn = sorted(
                hole
                for hole, text in solution.definitions.items()
                if hole not in own.definitions and text in {solution.definitions[mine] for mine in own.definitions}
            )
            if torn:
                raise CourseError(f"{path} must also define {', '.join(torn)}: answers.py binds them in one statement")
            others.append(_over(own, solution))
    return (solution, *others)


def whole_bank(course: Course, assignment: Assignment) -> tuple[Answers, ...]:
    """The notebook as issued, and then what `load_bank` finds."""
    return (stub(), *load_bank(course, assignment))


def solution_of(bank: Iterable[Answers]) -> Answers:
    """The one solution of a bank."""
    [solution] = [answers for answers in bank if answers.kind == "solution"]
    return solution


def _over(own: Answers, solution: Answers) -> Answers:
    """The solution with the holes that `own` redefines."""
    preamble = "\n".join(part for part in (solution.preamble, own.preamble) if part)
    return replace(own, definitions={**solution.definitions, **own.definitions}, preamble=preamble)


def _read(path: Path, kind: Kind, holes: set[str]) -> Answers:
    try:
        source = path.read_text(encoding="utf-8")
        tree = ast.parse(source)
    except FileNotFoundError:
        raise CourseError(f"{path} does not exist") from None
    except SyntaxError as error:
        raise CourseError(f"{path}, line {error.lineno}: {error.msg}") from None
    definitions: dict[str, str] = {}
    helpers: list[str] = []
    fails: tuple[str, ...] = ()
    previous_end = 0
    lines = source.splitlines()
    for node in tree.body:
        text, previous_end = _text(node, lines, previous_end)
        bound = set(names_of(node))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and node is tree.body[0]:
            continue
        if bound == {"FAILS"} and isinstance(node, ast.Assign):
            fails = tuple(ast.literal_eval(node.value))
        elif bound & holes:
            definitions.update(dict.fromkeys(sorted(bound & holes), text))
        elif not (isinstance(node, ast.ImportFrom) and node.module == "__future__"):
            helpers.append(text)
    sentence = (ast.get_docstring(tree) or "").split("\n\n")[0].replace("\n", " ")
    return Answers(path.stem, kind, sentence, fails, definitions, "\n".join(helpers).strip())


def _text(node: ast.stmt, lines: list[str], previous_end: int) -> tuple[str, int]:
    """A statement with its decorators and the comments right above it."""
    first = _first_line(node) - 1
    while first > previous_end and lines[first - 1].startswith("#"):
        first -= 1
    end = node.end_lineno or node.lineno
    return "\n".join(lines[first:end]), end


def _first_line(node: ast.stmt) -> int:
    decorators = getattr(node, "decorator_list", [])
    return min(node.lineno, *(int(decorator.lineno) for decorator in decorators), node.lineno)


def fill(cell: Cell, definitions: Mapping[str, str]) -> str:
    """An answer cell's source with its holes filled; what the cell holds beside them stays."""
    lines = cell.source.splitlines()
    written: set[str] = set()
    for node in reversed(ast.parse(cell.source).body):
        mine = [hole for hole in names_of(node) if hole in definitions]
        if not mine:
            continue
        texts = [definitions[hole] for hole in dict.fromkeys(mine) if definitions[hole] not in written]
        written.update(texts)
        lines[_first_line(node) - 1 : node.end_lineno] = "\n".join(texts).splitlines()
    return "\n".join(lines)


def weave(notebook: Mapping[str, Any], cells: Iterable[Cell], answers: Answers) -> dict[str, Any]:
    """The built notebook with answers in it, as a student would hand it in.

    Args:
        notebook: the built notebook, as JSON.
        cells: its cells, as `Assignment.cells` has them.
        answers: what to fill in; holes without a definition stay as issued.
    """
    woven: list[dict[str, Any]] = []
    helpers = answers.preamble
    for raw, cell in zip(notebook["cells"], cells, strict=True):
        if cell.role == "answer":
            if helpers:
                woven.append(code_cell(HELPERS, helpers, {}))
                helpers = ""
            raw = {**raw, "source": fill(cell, answers.definitions)}
        woven.append(dict(raw))
    return {**notebook, "cells": woven}
