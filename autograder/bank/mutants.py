"""Machine-made wrong answers: one small change in the solution at a time, each of which some check must notice.

The operators are the standard ones of mutation testing (Offutt et al., "An experimental determination of sufficient
mutant operators", 1996): arithmetic, relational, constants, unary signs, dropped statements and swapped arguments.
How they fare is for `autograder.bank.survival`.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass, replace

from autograder.bank import Answers
from autograder.course import names_of

_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.Pow: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
}
_RELATIONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}


@dataclass(frozen=True)
class Mutant:
    """One changed definition.

    Attributes:
        name: hole, and the changed piece before and after; what `equivalent.toml` calls it.
        answers: the solution with that definition.
        value: whether the hole is a value, of which all that matters is what it is.
    """

    name: str
    answers: Answers
    value: bool


def mutants(solution: Answers) -> Iterator[Mutant]:
    """Every mutant of every definition of a solution, and of its helpers, in the order of the text."""
    seen: set[str] = set()
    for hole in solution.definitions:
        source = solution.definitions[hole]
        if source in seen:
            continue
        seen.add(source)
        holes = frozenset(name for name, definition in solution.definitions.items() if definition == source)
        for before, after, text in _changes(source):
            definitions = {**solution.definitions, **dict.fromkeys(holes, text)}
            answers = replace(solution, kind="wrong", name=f"{hole}: {before} -> {after}", definitions=definitions)
            yield Mutant(answers.name, answers, _is_value(source))
    for before, after, text in _changes(solution.preamble):
        answers = replace(solution, kind="wrong", name=f"helpers: {before} -> {after}", preamble=text)
        yield Mutant(answers.name, answers, False)


def _is_value(source: str) -> bool:
    return all(isinstance(node, ast.Assign | ast.AnnAssign) for node in ast.parse(source).body)


def _changes(source: str) -> Iterator[tuple[str, str, str]]:
    """Each change of a source: the piece before, the piece after, and the whole source with it."""
    tree = ast.parse(source)
    names: dict[str, int] = {}
    for path, node in _nodes(tree):
        for mutated in _mutated(node):
            before, after = _short(node), _short(mutated)
            if before == after:  # f(x, x) with its arguments swapped
                continue
            # The same change at another place gets a number, so that each mutant has a name of its own.
            key = f"{before} -> {after}"
            names[key] = names.get(key, 0) + 1
            changed = copy.deepcopy(tree)
            _put(changed, path, mutated)
            suffix = f" #{names[key]}" if names[key] > 1 else ""
            yield before, after + suffix, ast.unparse(ast.fix_missing_locations(changed))


Path = tuple[tuple[str, int | None], ...]


def _nodes(node: ast.AST, path: Path = ()) -> Iterator[tuple[Path, ast.AST]]:
    """All nodes with the way to them, but for docstrings, annotations, decorators and `strict=` of `zip`."""
    for field, value in ast.iter_fields(node):
        if field in {"annotation", "returns", "decorator_list", "type_params"}:
            continue
        items = list(enumerate(value)) if isinstance(value, list) else [(None, value)]
        for index, item in items:
            if not isinstance(item, ast.AST) or _is_docstring(item) or _is_assertion(item):
                continue
            here = (*path, (field, index))
            yield here, item
            yield from _nodes(item, here)


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _is_assertion(node: ast.AST) -> bool:
    """`strict=True` of `zip` changes nothing in a program that is right."""
    return isinstance(node, ast.keyword) and node.arg == "strict"


def _put(tree: ast.AST, path: Path, new: ast.AST) -> None:
    target: ast.AST = tree
    for field, index in path[:-1]:
        value = getattr(target, field)
        target = value if index is None else value[index]
    field, index = path[-1]
    if index is None:
        setattr(target, field, new)
    else:
        getattr(target, field)[index] = new


def _mutated(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.BinOp(left, operator, right) if type(operator) in _ARITHMETIC:
            yield ast.BinOp(left, _ARITHMETIC[type(operator)](), right)
        case ast.AugAssign(target, operator, value) if type(operator) in _ARITHMETIC:
            yield ast.AugAssign(target, _ARITHMETIC[type(operator)](), value)
        case ast.UnaryOp(ast.USub() | ast.Not(), operand):
            yield operand
        case ast.Compare(left, [operator], comparators):
            yield ast.Compare(left, [_RELATIONS[type(operator)]()], comparators)
        case ast.BoolOp(ast.And(), values):
            yield ast.BoolOp(ast.Or(), values)
        case ast.BoolOp(ast.Or(), values):
            yield ast.BoolOp(ast.And(), values)
        case ast.Constant(bool() as value):
            yield ast.Constant(not value)
        case ast.Constant(int() as value):
            yield ast.Constant(value + 1)
            yield ast.Constant(value - 1)
        case ast.Constant(float() as value):
            yield ast.Constant(value * 1.1 if value else 0.1)
        case ast.Call(ast.Name("max" | "min"), _, _):
            pass  # in any order the same
        case ast.Call(function, [first, second, *rest], keywords) if not any(
            isinstance(argument, ast.Starred) for argument in (first, second)
        ):
            yield ast.Call(function, [second, first, *rest], keywords)
    if isinstance(node, ast.Expr | ast.AugAssign) or (isinstance(node, ast.Assign) and not names_of(node)):
        yield ast.Pass()  # a dropped statement; dropping a definition would only raise a NameError


def _short(node: ast.AST) -> str:
    return "pass" if isinstance(node, ast.Pass) else ast.unparse(ast.fix_missing_locations(copy.deepcopy(node)))
