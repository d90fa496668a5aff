"""A cell's statements, and what each of them has to do with names: for `autograder.bank.narrow`.

What a statement may see is read from its names (`symtable`); one that looks names up in other ways, by `globals()` say, may
see all.
"""

from __future__ import annotations

import ast
import builtins
import copy
import functools
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from autograder.program import LOOKS_UP, module_names, used_names

ANY = "any name"
_BUILT_IN = frozenset(dir(builtins))


@dataclass(frozen=True)
class Statement:
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


@functools.lru_cache(maxsize=4096)
def statements(source: str) -> tuple[Statement, ...]:
    """The statements at a cell's top level.

    >>> [found] = statements("y = f(x)")
    >>> sorted(found.leaves), sorted(found.sees)
    (['y'], ['f', 'x'])
    """
    return tuple(_statement(node) for node in ast.parse(source).body)


def _statement(node: ast.stmt) -> Statement:
    text = ast.unparse(node)
    first = min([node.lineno, *(leaf.lineno for leaf in getattr(node, "decorator_list", ()))])
    lines = range(first - 1, node.end_lineno or first)
    node = _live(node)
    sees = used_names(ast.unparse(node))
    if sees & LOOKS_UP:
        sees |= {ANY}
    if isinstance(node, ast.Import | ast.ImportFrom):
        return Statement(text, module_names(text), sees, sees, imports=text, lines=lines)
    # Of what a function reaches into, its own locals concern nobody.
    function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    reached = _reached_into(node) & sees if function else _reached_into(node)
    call = node.value if isinstance(node, ast.Expr) else None
    now = sees & _of_the_head(node) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) else sees
    acts = isinstance(call, ast.Call) and _acts(call)
    passes = {} if function or ANY in sees else _passed(node)
    return Statement(
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
