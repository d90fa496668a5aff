"""From a student's cells and the issued ones to a program: what is run, and where each question is probed.

All of the student's code cells are kept, in their order. Given cells are put back as issued (after the student's version
of them, where they changed it), also those that they deleted. A question is probed where its check cell stands, so that
its holes have the values that they had when the student looked at that check.
"""

from __future__ import annotations

import ast
import functools
import re
import symtable
from collections.abc import Iterator
from dataclasses import dataclass

from autograder.records import Assignment, Cell, Submission, SubmittedCell

_CHECK = re.compile(r"^[ \t]*grader\.check\([ \t]*[\"'](?P<question>[^\"'\n]{1,64})[\"'][ \t]*\)", re.MULTILINE)

_WORD = re.compile(r"[^\W\d]\w*")
_NAME = re.compile(r"(?<![.\w])[^\W\d]\w*")  # model.eval() is no eval()
_PARSED = 20_000  # characters
LOOKS_UP = frozenset({"globals", "locals", "vars", "eval", "exec", "get_ipython", "builtins", "__builtins__"})
"""By these a name is found that is not written out."""


@dataclass(frozen=True)
class Run:
    """Run this source; `number` is that of the student's cell, 0 for an issued one."""

    source: str
    number: int

    @property
    def name(self) -> str:
        """What the cell is called in a message."""
        return f"cell {self.number}" if self.number else "cell as issued"


@dataclass(frozen=True)
class Point:
    """Here the probes of this question are called."""

    question: str


Step = Run | Point


def program(assignment: Assignment, submission: Submission) -> tuple[Step, ...]:
    """The steps that grade this submission."""
    issued = {cell.name: cell for cell in assignment.cells}
    placed = [(cell, match(cell, assignment)) for cell in submission.cells if cell.kind == "code"]
    last_check: dict[str, int] = {}
    for index, (cell, _) in enumerate(placed):
        for question in checked_in(cell.source):
            last_check[question] = index
    steps: list[tuple[str | None, list[Step]]] = []
    for index, (cell, name) in enumerate(placed):
        mine = list(_steps(cell, issued.get(name) if name else None))
        mine += [Point(q) for q in checked_in(cell.source) if last_check[q] == index and _has_checks(assignment, q)]
        steps.append((name, mine))
    _put_back(assignment, steps)
    return _without_shows(assignment, [step for _, mine in steps for step in mine])


def _without_shows(assignment: Assignment, steps: list[Step]) -> tuple[Step, ...]:
    """The steps that matter: issued cells that only show something are left out, but for those that bind what is used."""
    shows = {cell.source: module_names(cell.source) for cell in assignment.cells if cell.shows}
    passed = {step for step in steps if isinstance(step, Run) and step.number == 0 and step.source in shows}
    while passed:
        kept = [step.source for step in steps if isinstance(step, Run) and step not in passed]
        used = frozenset[str]().union(*(used_names(source) for source in kept))
        needed = {step for step in passed if shows[step.source] & used}
        if not needed:
            break
        passed -= needed
    return tuple(step for step in steps if step not in passed)


@functools.lru_cache(maxsize=256)
def used_names(source: str) -> frozenset[str]:
    """The names of the notebook's namespace that a cell may read; every word of it where that cannot be said."""
    words = frozenset(_WORD.findall(source))
    # A parser may take a thousand times the size of what a student hands it.
    if len(source) > _PARSED or not LOOKS_UP.isdisjoint(_NAME.findall(source)) or "del" in words:
        return words
    try:
        waiting = [symtable.symtable(source, "cell", "exec")]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return words
    found: set[str] = set()
    while waiting:
        table = waiting.pop()
        waiting += table.get_children()
        outermost = table.get_type() == "module"
        found |= {s.get_name() for s in table.get_symbols() if s.is_referenced() and (outermost or s.is_global())}
    return frozenset(found)


@functools.cache
def module_names(source: str) -> frozenset[str]:
    """The names that a cell binds in the notebook's namespace, wherever in it; not those within its functions."""
    found: set[str] = set()
    waiting: list[ast.AST] = [ast.parse(source)]
    while waiting:
        for node in ast.iter_child_nodes(waiting.pop()):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                found.add(node.name)
            elif isinstance(node, ast.alias):
                found.add((node.asname or node.name).partition(".")[0])
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                found.add(node.id)
            elif not isinstance(node, ast.Lambda | ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
                waiting.append(node)
    return frozenset(found)


def match(cell: SubmittedCell, assignment: Assignment) -> str | None:
    """The name of the issued cell that this one was: by identity, else by its source.

    An identity counts only within its kind, so that an editor that numbers cells anew cannot confuse us.
    """
    prose = {"prose", "written"}
    kind = [c for c in assignment.cells if (c.role in prose) == (cell.kind == "markdown")]
    for issued in kind:
        if issued.name == cell.identity:
            return issued.name
    lines = _lines(cell.source)  # once: it may be megabytes
    for issued in kind:
        if _lines_of_issued(issued.source) == lines:
            return issued.name
    return None


def same(a: str, b: str) -> bool:
    """Whether two cells are the same but for blanks at the ends of lines."""
    return _lines(a) == _lines(b)


def _lines(source: str) -> list[str]:
    return [line.rstrip() for line in source.strip().splitlines()]


_lines_of_issued = functools.lru_cache(maxsize=2000)(_lines)


def checked_in(source: str) -> tuple[str, ...]:
    """The questions that a cell checks."""
    return tuple(found["question"] for found in _CHECK.finditer(source))


def untouched(cell: SubmittedCell, issued: Cell | None) -> bool:
    """Whether the student left an issued cell as it was."""
    return issued is not None and same(cell.source, issued.source)


def _steps(cell: SubmittedCell, issued: Cell | None) -> Iterator[Step]:
    if issued is None or issued.role == "answer":
        # An answer cell as issued is an unanswered question, and not an error of the student's.
        if not untouched(cell, issued) and cell.source.strip():
            yield Run(cell.source, cell.number)
        return
    if not untouched(cell, issued):
        # What they added to an issued cell is theirs and runs.
        rest = _CHECK.sub("", cell.source) if issued.role == "check" else cell.source
        if rest.strip():
            yield Run(rest, cell.number)
    if issued.role == "given":
        yield Run(issued.source, 0)


def _put_back(assignment: Assignment, steps: list[tuple[str | None, list[Step]]]) -> None:
    """Puts the given cells and check points that the student deleted where they belong."""
    pointed = {step.question for _, mine in steps for step in mine if isinstance(step, Point)}
    before: str | None = None
    for cell in assignment.cells:
        if any(name == cell.name for name, _ in steps):
            before = cell.name
            if cell.role != "check" or cell.question in pointed:
                continue
        step: Step | None = None
        if cell.role == "given" and not any(name == cell.name for name, _ in steps):
            step = Run(cell.source, 0)
        elif cell.role == "check" and cell.question not in pointed and _has_checks(assignment, cell.question):
            step = Point(cell.question or "")
        if step is None:
            continue
        where = max((i for i, (name, _) in enumerate(steps) if name == before), default=-1) if before else -1
        steps.insert(where + 1, (cell.name, [step]))
        before = cell.name


def _has_checks(assignment: Assignment, question: str | None) -> bool:
    return question is not None and bool(assignment.checks_of(question))
