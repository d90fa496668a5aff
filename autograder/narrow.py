"""What an answer that redefines a few names can change: the checks it can touch, and the statements that those need.

The bank and the mutants are hundreds of notebooks that differ from the solution's in a name or two. What cannot see these names
gives what the solution gives, so it is neither run nor asked again. What a statement may see is read from its names
(`symtable`); one that looks names up in other ways, by `globals()` say, may see all. A function sees what is in it once it
is called; what it is given and does not look at concerns nobody, and where it returns early when graded, neither does the
rest of it. Not followed is what passes between cells without a name: a seed that is set for all, a file. `gradescent validate
--whole` runs and asks everything.
"""

from __future__ import annotations

import ast
import builtins
import copy
import functools
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from autograder.authoring import Check
from autograder.bank import HELPERS, Answers
from autograder.program import LOOKS_UP, Run, module_names, program, used_names
from autograder.records import Assignment, Submission, SubmittedCell

ANY = "any name"


@dataclass(frozen=True)
class _Part:
    """One statement at a cell's top level.

    Attributes:
        text: the statement, without comments.
        leaves: names that it binds, and those whose objects it may change.
        sees: names that it may look up; `ANY` among them where that can be every name.
        now: those of them that it looks up where it stands; a function that nobody calls sees no more.
        acts: whether it calls something for its effect alone.
        imports: an import's own text.
        passes: names that it does no more with than pass them on: to which functions, as which argument.
        ignores: of a function, which of its arguments it does not look at.
        lines: where it stands in the cell, the first line being 0.
    """

    text: str
    leaves: frozenset[str]
    sees: frozenset[str]
    now: frozenset[str]
    acts: bool = False
    imports: str = ""
    passes: Mapping[str, frozenset[tuple[str, int]]] = field(default_factory=dict, compare=False)
    ignores: frozenset[int] = frozenset()
    lines: range = field(default=range(0), compare=False)


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
    cells = {cell.identity: parts(cell.source) for cell in _that_run(assignment, submission)}
    modules = _imported((*cells.values(), parts(solution.preamble)))
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


def _lines_of(source: str, some: Iterable[_Part]) -> str:
    """A cell of these statements alone, each on its own line."""
    numbers = {number for part in some for number in part.lines}
    return "\n".join(line if number in numbers else "" for number, line in enumerate(source.splitlines()))


def _that_run(assignment: Assignment, submission: Submission) -> Iterator[SubmittedCell]:
    """The code cells, without those issued ones that only show something and that nothing else needs."""
    shows = {cell.source for cell in assignment.cells if cell.shows}
    run = {step.source for step in program(assignment, submission) if isinstance(step, Run)}
    return (
        cell for cell in submission.cells if cell.kind == "code" and (cell.source not in shows or cell.source in run)
    )


def _imported(code: Iterable[tuple[_Part, ...]]) -> frozenset[str]:
    return frozenset(name for cell in code for part in cell if part.imports for name in part.leaves)


def _without(modules: frozenset[str], cell: tuple[_Part, ...]) -> tuple[_Part, ...]:
    """What is called of a module does not change the module."""
    return tuple(part if part.imports else replace(part, leaves=part.leaves - modules) for part in cell)


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


_PROSE = {"prose", "written"}
_BUILT_IN = frozenset(dir(builtins))


def looks_at(check: Check) -> frozenset[str]:
    """The holes that are looked at for a check."""
    return frozenset(hole for ask in check.drawn("") for hole in ask.holes)


def _changed(
    answers: Answers,
    solution: Answers,
    code: Mapping[str | None, tuple[_Part, ...]],
    modules: frozenset[str],
) -> frozenset[str]:
    """The names that the answers give another meaning: holes, and what their helpers bind."""
    holes = {hole for hole, text in answers.definitions.items() if solution.definitions.get(hole) != text}
    imported = {part.imports for name, cell in code.items() if name != HELPERS for part in cell if part.imports}
    before, after = (_without(modules, parts(found.preamble)) for found in (solution, answers))
    helpers = [part for part in (*before, *after) if (part in before) != (part in after)]
    return frozenset(holes).union(*(part.leaves for part in helpers if part.imports not in imported))


def _touched(code: Iterable[tuple[_Part, ...]], changed: frozenset[str]) -> frozenset[str]:
    """All names whose value may depend on the changed ones."""
    everything, found = [part for cell in code for part in cell], changed
    while True:
        more = found.union(*(part.leaves for part in everything if not found.isdisjoint(part.sees) or ANY in part.sees))
        if more == found:
            return found
        found = more


def _needed(
    code: Mapping[str | None, tuple[_Part, ...]], theirs: Collection[str | None], wanted: frozenset[str]
) -> Mapping[str | None, tuple[_Part, ...]]:
    """Of each cell the statements that these names need, and those that act on what is not theirs.

    Args:
        theirs: the cells that the student fills in; what is given is kept as it is or not at all.
    """
    there = wanted  # what only needs to be there: nobody looks into it
    while ANY not in wanted:
        kept = {}
        for name, cell in code.items():
            some = tuple(part for part in cell if part.acts or not there.isdisjoint(part.leaves))
            kept[name] = some if name in theirs or not some else cell
        parts_kept = [part for cell in kept.values() for part in cell]
        more = wanted.union(*(part.now if wanted.isdisjoint(part.leaves) else part.sees for part in parts_kept))
        also = more.union(there, *(part.passes for part in parts_kept))
        if (more, also) == (wanted, there):
            return kept
        wanted, there = more, also
    return code


@functools.lru_cache(maxsize=4096)
def parts(source: str) -> tuple[_Part, ...]:
    """The statements of a cell, each by itself."""
    return tuple(_part(node) for node in ast.parse(source).body)


def _part(node: ast.stmt) -> _Part:
    text = ast.unparse(node)
    first = min([node.lineno, *(leaf.lineno for leaf in getattr(node, "decorator_list", ()))])
    lines = range(first - 1, node.end_lineno or first)
    node = _live(node)
    sees = used_names(ast.unparse(node))
    if sees & LOOKS_UP:
        sees |= {ANY}
    if isinstance(node, ast.Import | ast.ImportFrom):
        return _Part(text, module_names(text), sees, sees, imports=text, lines=lines)
    # Of what a function reaches into, its own locals concern nobody.
    function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    reached = _reached_into(node) & sees if function else _reached_into(node)
    call = node.value if isinstance(node, ast.Expr) else None
    now = sees & _of_the_head(node) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) else sees
    acts = isinstance(call, ast.Call) and _acts(call)
    passes = {} if function or ANY in sees else _passed(node)
    return _Part(
        text, module_names(text) | reached, sees, now, acts, passes=passes, ignores=_ignored(node), lines=lines
    )


def _live(node: ast.stmt) -> ast.stmt:
    """A function up to where it returns, or raises, when it is graded."""
    if not isinstance(node, ast.FunctionDef):
        return node
    for count, inner in enumerate(node.body, 1):
        guard = isinstance(inner, ast.If) and ast.unparse(inner.test) == "os.environ.get('GRADESCENT_GRADING')"
        if guard and isinstance(inner, ast.If) and isinstance(inner.body[-1], ast.Return | ast.Raise):
            cut = copy.copy(node)
            cut.body = node.body[:count]
            return cut
    return node


def _ignored(node: ast.stmt) -> frozenset[int]:
    """Which arguments a function does not look at, by their number."""
    if not isinstance(node, ast.FunctionDef) or node.decorator_list:
        return frozenset()
    used = {leaf.id for inner in node.body for leaf in ast.walk(inner) if isinstance(leaf, ast.Name)}
    arguments = (*node.args.posonlyargs, *node.args.args)
    return frozenset() if used & LOOKS_UP else frozenset(i for i, a in enumerate(arguments) if a.arg not in used)


def _passed(node: ast.stmt) -> Mapping[str, frozenset[tuple[str, int]]]:
    """The names that stand in a statement as arguments of functions only: of which, and as which."""
    found: dict[str, set[tuple[str, int]]] = {}
    for call in (leaf for leaf in ast.walk(node) if isinstance(leaf, ast.Call) and isinstance(leaf.func, ast.Name)):
        for place, given in enumerate(call.args):
            if isinstance(given, ast.Starred):
                break  # from here on nobody knows which is which
            if isinstance(given, ast.Name) and isinstance(call.func, ast.Name):
                found.setdefault(given.id, set()).add((call.func.id, place))
    times = Counter(leaf.id for leaf in ast.walk(node) if isinstance(leaf, ast.Name))
    return {name: frozenset(places) for name, places in found.items() if times[name] == len(places)}


def _without_ignored(code: Mapping[str | None, tuple[_Part, ...]]) -> dict[str | None, tuple[_Part, ...]]:
    """What is only passed to functions that do not look at it is not seen; `passes` has what is left to be there."""
    bound = Counter(name for cell in code.values() for part in cell for name in part.leaves)
    ignored = {
        (name, place)
        for cell in code.values()
        for part in cell
        for name in part.leaves
        for place in part.ignores
        if bound[name] == 1
    }

    def without(part: _Part) -> _Part:
        unseen = {name: places for name, places in part.passes.items() if places <= ignored}
        return replace(part, sees=part.sees - unseen.keys(), now=part.now - unseen.keys(), passes=unseen)

    return {name: tuple(map(without, cell)) for name, cell in code.items()}


def _of_the_head(function: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    """The names in a function's decorators, defaults and annotations."""
    inside = {id(leaf) for node in function.body for leaf in ast.walk(node)}
    return {leaf.id for leaf in ast.walk(function) if isinstance(leaf, ast.Name) and id(leaf) not in inside}


def _reached_into(node: ast.stmt) -> frozenset[str]:
    """The names whose objects a statement may change: `a[0] = 1`, `a.b += 1`, `a.append(1)`."""
    found = set()
    for leaf in ast.walk(node):
        changed = isinstance(leaf, ast.Attribute | ast.Subscript) and not isinstance(leaf.ctx, ast.Load)
        if changed or (isinstance(leaf, ast.Call) and isinstance(leaf.func, ast.Attribute)):
            base: ast.AST = leaf
            while isinstance(base, ast.Attribute | ast.Subscript | ast.Call):
                base = base.func if isinstance(base, ast.Call) else base.value
            if isinstance(base, ast.Name):
                found.add(base.id)
    return frozenset(found) - _BUILT_IN


def _acts(call: ast.Call) -> bool:
    """Whether a call that stands alone may set something for other cells, such as a seed: whatever is not known to show only."""
    return not ast.unparse(call.func).startswith(("plt.", "grader.", "print", "display"))
