"""Plain data: the only thing that leaves a student's process.

A probe may return anything; what the checks see is a tree of `None`, `bool`, `int`, `float`, `str`,
lists, tuples, dicts with string keys, `Array` (a tensor or an array, by value) and `Opaque` (the name of
the type of anything else). No object of a student's making, and so no method of theirs, reaches a check.
"""

from __future__ import annotations

import functools
import sys
import unicodedata
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
    kept = text[: most + 2]  # with what a joiner at the end would join
    if not kept.isprintable():
        kept = "".join(c if c.isprintable() or _joins(kept, i) else "�" for i, c in enumerate(kept))
    return kept if len(text) <= most else kept[:most] + "…"


_NON_JOINER, _JOINER = "\u200c", "\u200d"
_VIRAMA = 9  # a combining class


def _joins(text: str, index: int) -> bool:
    """Whether a joiner stands at this place that changes what is seen: in Persian, in Indian scripts, between emojis.

    Anywhere else nobody sees it, and by it two texts that look alike would not be the same: one student's name would be
    another's with something in it. So it is kept by the rules for names in the internet (RFC 5892, A.1 and A.2): after a
    virama, and without joining between two letters that would join. That of emojis is not seen between two that make no
    third, but who is called by emojis is known by more than their looks.
    """
    before, here, after = text[max(0, index - 1) : index], text[index], text[index + 1 : index + 2]
    if here not in {_NON_JOINER, _JOINER} or not (before and after):
        return False
    if unicodedata.combining(before) == _VIRAMA:
        return after.isalpha()
    if here == _JOINER:
        return (_is_emoji(before) or before == "\ufe0f") and _is_emoji(after)
    before = text[:index].rstrip("\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652")[-1:]  # less its vowel signs
    joins_on, joined = _joining()
    return before in joins_on and after in joined


def _is_emoji(character: str) -> bool:
    return unicodedata.category(character) == "So" or "\U0001f3fb" <= character <= "\U0001f3ff"


@functools.cache
def _joining() -> tuple[frozenset[str], frozenset[str]]:
    """The Arabic letters that join with the letter after them, and with the one before: by the forms that they have."""
    forms = [unicodedata.decomposition(chr(code)).split() for code in (*range(0xFB50, 0xFE00), *range(0xFE70, 0xFF00))]
    one = [(form[0], chr(int(form[1], 16))) for form in forms if len(form) == 2]
    return frozenset(c for kind, c in one if kind == "<initial>"), frozenset(c for kind, c in one if kind == "<final>")


def some(names: Sequence[str], most: int = 10) -> str:
    """A list for a message: the first few, and how many more there are.

    >>> some(["a", "b", "c"], most=2)
    'a, b and 1 more'
    """
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


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
