"""Plain data: the only thing that leaves a student's process.

A probe may return anything; what the checks see is a tree of `None`, `bool`, `int`, `float`, `str`,
lists, tuples, dicts with string keys, `Array` (a tensor or an array, by value) and `Opaque` (the name of
the type of anything else). No object of a student's making, and so no method of theirs, reaches a check.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np

MAX_DEPTH = 20
MAX_NODES = 100_000
MAX_INT_BITS = 63
_KEPT_DTYPES = frozenset("?bBhHiIlLqQefd")


@dataclass(frozen=True, eq=False)
class Array:
    """The values of a tensor or an array, detached from whatever made them.

    Attributes:
        data: the values, an array of any shape of a numeric or boolean dtype.
        kind: what the student's code held: a torch tensor or a numpy array (or numpy scalar).
    """

    data: np.ndarray[Any, np.dtype[Any]]
    kind: Literal["torch", "numpy"]


@dataclass(frozen=True)
class Opaque:
    """Something that is not data (a function, a module, an object), known by its type's name only."""

    type_name: str


# Lists, tuples and mappings are read only by convention: checks are ours.
Plain: TypeAlias = "bool | int | float | str | Array | Opaque | Sequence[Plain] | Mapping[str, Plain] | None"


class TooLarge(ValueError):
    """The value has more nodes, or is nested deeper, than a probe may return."""


def plain(value: object) -> Plain:
    """Copies `value` into plain data.

    A subclass of `float`, `list` or `dict` may lie about what it holds, so it is read as its base class holds it: a
    `defaultdict` is a dict, a named tuple a tuple (torch tensors, of any subclass, and numpy arrays are copied by value).

    Args:
        value: anything.

    Returns:
        The same values as plain data. Tensors come back on the CPU and detached; `bfloat16` and other types
        that numpy lacks are widened to `float32`.

    Raises:
        TooLarge: above `MAX_NODES` nodes or `MAX_DEPTH` levels (a list that contains itself, too).

    >>> plain({"w": [1.0, (2, True)], "f": len})
    {'w': [1.0, (2, True)], 'f': Opaque(type_name='builtin_function_or_method')}
    """
    budget = [MAX_NODES]
    return _plain(value, MAX_DEPTH, budget)


def _plain(value: Any, depth: int, budget: list[int]) -> Plain:
    budget[0] -= 1
    if budget[0] < 0:
        raise TooLarge(f"the value has more than {MAX_NODES} parts")
    if depth < 0:
        raise TooLarge(f"the value is nested more than {MAX_DEPTH} levels deep")
    kind = type(value)
    if kind is float or value is None or kind is bool or kind is str:
        return value  # type: ignore[no-any-return]
    # numpy's scalars are floats and texts, too, but arrays first.
    if kind not in {int, list, tuple, dict} and (array := _array(value)):
        return array
    # By the class, since an object may call itself another's, and by the base's own methods, which no subclass overrides.
    if issubclass(kind, float):
        return float.__float__(value)
    if issubclass(kind, str):
        return str.__str__(value)
    if issubclass(kind, int):
        number = int.__int__(value)
        return number if number.bit_length() <= MAX_INT_BITS else Opaque("int of more than 63 bits")
    if issubclass(kind, list):
        return [_plain(item, depth - 1, budget) for item in list.__iter__(value)]
    if issubclass(kind, tuple):
        return tuple(_plain(item, depth - 1, budget) for item in tuple.__iter__(value))
    if issubclass(kind, dict):
        items = list(dict.items(value))
        if all(issubclass(type(key), str) for key, _ in items):
            return {str.__str__(key): _plain(item, depth - 1, budget) for key, item in items}
    return Opaque(kind.__qualname__)


def _array(value: object) -> Array | None:
    if isinstance(value, np.ndarray | np.generic):
        data = np.array(value)
        return Array(data, "numpy") if data.dtype.char in _KEPT_DTYPES else None
    # The engine does not import torch; a value can only be a tensor where somebody else has.
    torch = sys.modules.get("torch")
    if torch is not None and isinstance(value, torch.Tensor):
        tensor = value.detach().cpu()
        try:
            data = np.array(tensor.numpy())
        except (TypeError, RuntimeError):
            data = np.array(tensor.to_dense().float().numpy())
        return Array(data, "torch") if data.dtype.char in _KEPT_DTYPES else None
    return None


def printable(text: str, most: int = 300) -> str:
    """A student's text as it may reach a terminal, a file or a page: no control characters, nothing that turns the
    direction of writing, no half of a surrogate pair, and not too long.

    >>> printable("a\\x1b[31mb\\ud800")
    'a�[31mb�'
    """
    cleaned = "".join(character if character.isprintable() else "�" for character in text[: most + 1])
    return cleaned if len(cleaned) <= most else cleaned[:most] + "…"


def describe(value: Plain) -> str:
    """What a person would call `value`, for a message: kind and shape, not the contents.

    >>> describe([1.0, 2.0])
    'a list of 2'
    >>> describe(Opaque("function"))
    'an object of type function'
    """
    match value:
        case None:
            return "None"
        case Array(data, kind):
            name = "torch tensor" if kind == "torch" else "numpy array"
            return f"a {name} of shape {tuple(data.shape)} and dtype {data.dtype}"
        case Opaque(name):
            return f"an object of type {name}"
        case bool() | int() | float():
            return f"the {type(value).__name__} {value!r}"
        case str():
            return f"the text {value[:40]!r}"
        case Mapping():
            return f"a dict of {len(value)}"
        case tuple():
            return f"a tuple of {len(value)}"
        case _:
            return f"a list of {len(value)}"
