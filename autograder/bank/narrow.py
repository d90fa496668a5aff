"""What an answer that redefines a few names can change: the checks it can touch, and the statements that those need.

The bank and the mutants are hundreds of notebooks that differ from the solution's in a name or two. What cannot see these names
gives what the solution gives, so it is neither run nor asked again. A function sees what is in it once it is called; what it is
given and does not look at concerns nobody, and where it returns early when graded, neither does the rest of it. Not followed is
what passes between cells without a name: a seed that is set for all, a file. `gradescent validate --whole` runs and asks
everything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from autograder.authoring import Check
from autograder.bank import Answers
from autograder.bank.statements import ANY, Statement, statements
from autograder.notebook import HELPERS
from autograder.program import Run, program
from autograder.records import Assignment, Submission, SubmittedCell

_PROSE = {"prose", "written"}


def narrow(
    assignment: Assignment, submission: Submission, answers: Answers, solution: Answers
) -> tuple[Assignment, Submission]:
    """The part of an assignment on which the answers may differ from the solution, and of their notebook what it takes to see.

    Args:
        assignment: the whole.
        submission: the whole notebook with the answers in it; its digest, and so its seed, stays.
        answers: what is in it; as issued and the solution itself come back whole.
        solution: the other one.
    """
    if not answers.definitions or answers == solution:
        return assignment, submission
    cells = {cell.identity: statements(cell.source) for cell in _that_run(assignment, submission)}
    modules = _imported((*cells.values(), statements(solution.preamble)))
    code = _without_ignored({name: _without(modules, cell) for name, cell in cells.items()})
    touched = _touched(code.values(), _changed(answers, solution, code, modules))
    asked = tuple(check for check in assignment.checks if not touched.isdisjoint(looks_at(check)))
    theirs = {cell.name for cell in assignment.cells if cell.role == "answer"} | {HELPERS}
    kept = _needed(code, theirs, frozenset[str]().union(*map(looks_at, asked)))

    def left(cell: SubmittedCell) -> SubmittedCell:
        whole = cell.kind != "code" or len(kept[cell.identity]) == len(cells[cell.identity])
        return cell if whole else replace(cell, source=_lines_of(cell.source, kept[cell.identity]))

    stay = (cell for cell in submission.cells if cell.kind != "code" or kept.get(cell.identity))
    return (
        only(assignment, [check.name for check in asked], [name for name, some in kept.items() if some]),
        replace(submission, cells=tuple(map(left, stay))),
    )


def _lines_of(source: str, some: Iterable[Statement]) -> str:
    """A cell of these statements alone, each on its own line."""
    numbers = {number for one in some for number in one.lines}
    return "\n".join(line if number in numbers else "" for number, line in enumerate(source.splitlines()))


def _that_run(assignment: Assignment, submission: Submission) -> Iterator[SubmittedCell]:
    """The code cells, without those issued ones that only show something and that nothing else needs."""
    shows = {cell.source for cell in assignment.cells if cell.shows}
    run = {step.source for step in program(assignment, submission) if isinstance(step, Run)}
    return (
        cell for cell in submission.cells if cell.kind == "code" and (cell.source not in shows or cell.source in run)
    )


def _imported(code: Iterable[tuple[Statement, ...]]) -> frozenset[str]:
    return frozenset(name for cell in code for one in cell if one.imports for name in one.leaves)


def _without(modules: frozenset[str], cell: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """What is called of a module does not change the module."""
    return tuple(one if one.imports else replace(one, leaves=one.leaves - modules) for one in cell)


def only(assignment: Assignment, checks: Iterable[str], cells: Iterable[str | None]) -> Assignment:
    """An assignment of these checks alone, of their questions, and of these cells."""
    chosen, kept = set(checks), set(cells)
    left = tuple(check for check in assignment.checks if check.name in chosen)
    seen = {question: frozenset[str]() for question in (check.question for check in left)}
    for check in left:
        seen[check.question] |= looks_at(check)
    return replace(
        assignment,
        questions=tuple(
            replace(question, holes=tuple(hole for hole in question.holes if hole in seen[question.id]))
            for question in assignment.questions
            if question.id in seen
        ),
        checks=left,
        pictures=tuple(picture for picture in assignment.pictures if picture.question in seen),
        cells=tuple(cell for cell in assignment.cells if cell.role in _PROSE or cell.name in kept),
    )


def questions_of(assignment: Assignment, checks: Collection[str]) -> Assignment:
    """An assignment of the questions of these checks, with all their checks."""
    chosen = {check.question for check in assignment.checks if check.name in checks}
    return replace(
        assignment,
        questions=tuple(question for question in assignment.questions if question.id in chosen),
        checks=tuple(check for check in assignment.checks if check.question in chosen),
        pictures=tuple(picture for picture in assignment.pictures if picture.question in chosen),
    )


def looks_at(check: Check) -> frozenset[str]:
    """The holes that are looked at for a check."""
    return frozenset(hole for ask in check.drawn("") for hole in ask.holes)


def _changed(
    answers: Answers,
    solution: Answers,
    code: Mapping[str | None, tuple[Statement, ...]],
    modules: frozenset[str],
) -> frozenset[str]:
    """The names that the answers give another meaning: holes, and what their helpers bind."""
    holes = {hole for hole, text in answers.definitions.items() if solution.definitions.get(hole) != text}
    imported = {one.imports for name, cell in code.items() if name != HELPERS for one in cell if one.imports}
    before, after = (_without(modules, statements(found.preamble)) for found in (solution, answers))
    helpers = [one for one in (*before, *after) if (one in before) != (one in after)]
    return frozenset(holes).union(*(one.leaves for one in helpers if one.imports not in imported))


def _touched(code: Iterable[tuple[Statement, ...]], changed: frozenset[str]) -> frozenset[str]:
    """All names whose value may depend on the changed ones."""
    everything, found = [one for cell in code for one in cell], changed
    while True:
        more = found.union(*(one.leaves for one in everything if not found.isdisjoint(one.sees) or ANY in one.sees))
        if more == found:
            return found
        found = more


def _needed(
    code: Mapping[str | None, tuple[Statement, ...]], theirs: Collection[str | None], wanted: frozenset[str]
) -> Mapping[str | None, tuple[Statement, ...]]:
    """Of each cell the statements that these names need, and those that act on what is not theirs.

    Args:
        theirs: the cells that the student fills in; what is given is kept as it is or not at all.
    """
    there = wanted  # what only needs to be there: nobody looks into it
    while ANY not in wanted:
        kept = {}
        for name, cell in code.items():
            some = tuple(one for one in cell if one.acts or not there.isdisjoint(one.leaves))
            kept[name] = some if name in theirs or not some else cell
        standing = [one for cell in kept.values() for one in cell]
        more = wanted.union(*(one.now if wanted.isdisjoint(one.leaves) else one.sees for one in standing))
        also = more.union(there, *(one.passes for one in standing))
        if (more, also) == (wanted, there):
            return kept
        wanted, there = more, also
    return code


def _without_ignored(code: Mapping[str | None, tuple[Statement, ...]]) -> dict[str | None, tuple[Statement, ...]]:
    """What is only passed to functions that do not look at it is not seen; `passes` has what is left to be there."""
    bound = Counter(name for cell in code.values() for one in cell for name in one.leaves)
    ignored = {
        (name, place)
        for cell in code.values()
        for one in cell
        for name in one.leaves
        for place in one.ignores
        if bound[name] == 1
    }

    def without(one: Statement) -> Statement:
        unseen = {name: places for name, places in one.passes.items() if places <= ignored}
        return replace(one, sees=one.sees - unseen.keys(), now=one.now - unseen.keys(), passes=unseen)

    return {name: tuple(map(without, cell)) for name, cell in code.items()}
