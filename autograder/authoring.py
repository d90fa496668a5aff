"""What the author of an exercise writes with: probes, checks and their verdicts.

A *probe* runs beside the student's code. Its parameters name holes and inputs; called with the inputs, it
gives an `Ask`. A *check* runs apart from the student's code, on what was seen when its asks were made:

    @probe
    def walk(descend, w0, lr, steps):
        return descend(w0, lr, steps)

    @check("q3", walk(w0=2.0, lr=0.01, steps=5), hint="What should the list hold before any step is taken?")
    def starts_at_w0(walk):
        "The first iterate is the start."
        return close(numbers(walk.value, (6,))[0], 2.0)

The function's name is the check's id and its docstring the line that the student reads. A check never sees
an error: where the student's code raised, or the hole is missing, the engine says so in its place.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
import json
import math
import random
import re
import sys
import types
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from autograder.plain import Array, Plain, describe

SeenStatus = Literal["ok", "raised", "missing", "timeout", "lost"]


@dataclass(frozen=True)
class Ask:
    """A probe with its inputs: a request for one piece of evidence."""

    probe: str
    inputs: Mapping[str, Any]
    holes: tuple[str, ...]

    @functools.cached_property
    def key(self) -> str:
        """The same for the same probe and inputs, so that no ask is made twice."""
        return f"{self.probe}({json.dumps(dict(self.inputs), sort_keys=True)})"


@dataclass(frozen=True)
class Seen:
    """What came of an ask.

    Attributes:
        inputs: those of the ask (hidden checks may have drawn them).
        value: what the probe returned, as plain data; `None` unless `status` is "ok".
        status: "ok"; "raised" (the student's code did); "missing" (a hole has no value);
            "timeout"; "lost" (the process ended, or the value could not be read).
        detail: for the others than "ok", one line on what happened.
        place: where "raised" came out of the student's own code, which line of it.
    """

    inputs: Mapping[str, Any]
    value: Plain = None
    status: SeenStatus = "ok"
    detail: str = ""
    place: str = ""


@dataclass(frozen=True)
class Probe:
    """A function that runs beside the student's code; made by `@probe`."""

    name: str
    function: Callable[..., object]
    parameters: tuple[str, ...]

    def __call__(self, **inputs: Any) -> Ask:
        """The ask for this probe with these inputs; the parameters that remain are holes.

        Raises:
            TypeError: an input that the probe does not have, or that is not plain (JSON) data.
        """
        unknown = sorted(set(inputs) - set(self.parameters))
        if unknown:
            raise TypeError(f"probe {self.name} has no input {', '.join(unknown)}")
        for name, value in inputs.items():
            try:
                json.dumps(value)
            except (TypeError, ValueError) as error:
                raise TypeError(
                    f"probe {self.name}: the input {name} has to be plain data, numbers, text, lists and dicts "
                    f"({error}); what needs more is made inside the probe"
                ) from None
        return Ask(self.name, dict(inputs), tuple(p for p in self.parameters if p not in inputs))


def probe(function: Callable[..., object]) -> Probe:
    """Makes `function` a probe; its parameters name holes and inputs."""
    return Probe(function.__name__, function, tuple(inspect.signature(function).parameters))


@contextlib.contextmanager
def standing_in(**stand_ins: object) -> Iterator[None]:
    """Within the block these names of the notebook mean the stand-ins; for probes, which run beside the student's code.

    A function may be kept elsewhere, too (`fit = train`, a partial, a default, a dict), so its body is exchanged as well. What is
    no plain function, such as an object that can be called, is exchanged by its name alone.
    """
    names = sys.modules["__main__"].__dict__
    before = {name: names[name] for name in stand_ins if name in names}
    functions = [(f, stand_ins[name]) for name, f in before.items() if isinstance(f, types.FunctionType)]
    bodies = [(f, f.__code__, f.__kwdefaults__) for f, _ in functions]
    names.update(stand_ins)
    try:
        for f, stand_in in functions:
            # What it encloses stays enclosed: as many free variables, though nobody uses them.
            f.__code__ = _relay.__code__.replace(co_freevars=f.__code__.co_freevars)
            f.__kwdefaults__ = {"stand_in": stand_in}
        yield
    finally:
        for f, code, defaults in bodies:
            f.__code__, f.__kwdefaults__ = code, defaults
        for name in stand_ins:
            names.pop(name, None)
        names.update(before)


def _relay(*given: Any, stand_in: Callable[..., Any], **named: Any) -> Any:
    """What a function does that is stood in for. No global is used, for it has the student's."""
    return stand_in(*given, **named)


@dataclass(frozen=True)
class Verdict:
    """What a check says: `credit` from 0 (failed) to 1 (passed), and why."""

    credit: float
    message: str = ""
    measured: str = ""
    allowed: str = ""


passed = Verdict(1.0)


def failed(message: str, *, measured: object = "", allowed: object = "", credit: float = 0.0) -> Verdict:
    """A verdict below full credit: what is wrong, what was measured, what would have been allowed."""
    if not 0.0 <= credit < 1.0:
        raise ValueError("a failed verdict's credit lies in [0, 1)")
    return Verdict(credit, message, show(measured), show(allowed))


class WrongForm(Exception):
    """The value is not of the kind that the exercise asks for; says what was asked and what came."""


class Undecided(Exception):
    """Nothing fair can be said here, and whose fault that is cannot be told: says why. A person has to look."""


Draw = Callable[[random.Random], Ask]


@dataclass(frozen=True, eq=False)
class Check:
    """A function of evidence that gives a verdict; made by `@check`. Two are the same where they are one object."""

    name: str
    question: str
    aim: str
    function: Callable[..., Verdict]
    asks: tuple[Ask | Draw, ...]
    weight: float = 1.0
    hint: str = ""
    hidden: bool = False

    def drawn(self, seed: str) -> tuple[Ask, ...]:
        """The asks with their inputs, those that are drawn being drawn from `seed` and the check's name."""
        return _drawn(self, seed)

    def hide(self) -> Check:
        """The same check, of which the student is told no more than that it did not pass."""
        return replace(self, hidden=True)


@functools.lru_cache(maxsize=512)  # what is asked of one submission is drawn when it is asked and when it is judged
def _drawn(check: Check, seed: str) -> tuple[Ask, ...]:
    generator = random.Random(f"{seed}/{check.name}")
    asks = tuple(ask if isinstance(ask, Ask) else ask(generator) for ask in check.asks)
    for ask in asks:
        if not isinstance(ask, Ask):
            raise TypeError(f"a draw has to return what a probe gives when it is called, got {ask!r}")
    return asks


def check(
    question: str, *asks: Ask | Draw, weight: float = 1.0, hint: str = ""
) -> Callable[[Callable[..., Verdict]], Check]:
    """Makes a function a check of `question`.

    Args:
        question: the question's id.
        asks: what to ask, each an `Ask` or a function of a `random.Random` that gives one. What was seen is
            passed to the check in this order.
        weight: its share in the question's points, relative to the question's other checks; 0 for one that only helps,
            such as a look at the form of a choice.
        hint: shown where a public check fails.

    Raises:
        ValueError: no docstring (the student reads it), a negative weight, or a probe that was not called.
    """
    for ask in asks:
        if isinstance(ask, Probe):
            raise ValueError(f"a check of {question} asks the probe {ask.name} without brackets: write {ask.name}(...)")

    def decorate(function: Callable[..., Verdict]) -> Check:
        aim = _first_line(function)
        if not aim:
            raise ValueError(f"check {function.__name__} needs a docstring: the line that the student reads")
        if not weight >= 0:
            raise ValueError(f"check {function.__name__}: the weight must not be negative, got {weight}")
        return Check(function.__name__, question, aim, function, asks, weight, hint)

    return decorate


@dataclass(frozen=True)
class Picture:
    """A drawing of evidence, for the report and the card; made by `@picture`."""

    name: str
    question: str
    caption: str
    function: Callable[..., None]
    asks: tuple[Ask, ...]


def picture(question: str, *asks: Ask) -> Callable[[Callable[..., None]], Picture]:
    """Makes a function a picture of `question`.

    The function gets matplotlib axes and the values that were seen, in the order of the asks, and draws them. It is called
    once with the student's values and once with those of the solution. A value may be of any form: take it through
    `numbers`, so that one that cannot be drawn is left out with a word. Its docstring is the caption.

    Args:
        question: the question's id.
        asks: what to ask; their inputs are public, since a student sees the picture.

    Raises:
        ValueError: no docstring.
    """

    def decorate(function: Callable[..., None]) -> Picture:
        caption = _first_line(function)
        if not caption:
            raise ValueError(f"picture {function.__name__} needs a docstring: its caption")
        return Picture(function.__name__, question, caption, function, asks)

    return decorate


def _first_line(function: Callable[..., object]) -> str:
    """The first paragraph of a docstring, on one line."""
    return (inspect.getdoc(function) or "").split("\n\n")[0].replace("\n", " ").strip()


def unanswered(holes: Collection[str], missing: Sequence[str]) -> str:
    """Which of the holes have no value; "" where none has one, for then it goes without saying."""
    names = ", ".join(f"`{hole}`" for hole in missing)
    return f"no value for {names}" if len(missing) < len(holes) else ""


def numbers(
    value: Plain, shape: tuple[int | None, ...] | None = None, what: str = "the value"
) -> np.ndarray[Any, np.dtype[np.float64]]:
    """The value's numbers, whatever honest form they came in (tensor, array, nested lists, list of scalars).

    Args:
        value: what was seen.
        shape: what is asked for; `None` in it stands for any length.
        what: what to call the value in the message, such as "`descend(2.0, 0.01, 5)`".

    Returns:
        A float64 array.

    Raises:
        WrongForm: other kinds of value, ragged lists, complex numbers, or another shape.

    >>> numbers([1, 2.5], (2,))
    array([1. , 2.5])
    """
    wanted = "numbers" if shape is None else _shape_words(shape)
    try:
        array = np.asarray(_nested(value), dtype=np.float64)
    except (TypeError, ValueError):
        raise WrongForm(f"{what} should be {wanted}, got {_contents(value)}") from None
    if shape is None:
        return array
    if len(shape) == array.ndim - 1:
        if array.shape[-1] == 1:
            array = array[..., 0]  # a column of n numbers is n numbers
        elif array.shape[0] == 1 and shape and shape[0] not in (None, 1):
            array = array[0]  # and so is a row
    fits = len(shape) == array.ndim and all(
        want is None or want == have for want, have in zip(shape, array.shape, strict=True)
    )
    if not fits:
        raise WrongForm(f"{what} should be {wanted}, got {describe(value)}")
    return array


def number(value: Plain, what: str = "the value") -> float:
    """One number, from a float, an int or anything with one element; raises `WrongForm` else."""
    try:
        array = numbers(value, None, what)
    except WrongForm:
        raise WrongForm(f"{what} should be a number, got {_contents(value)}") from None
    if array.size != 1:
        raise WrongForm(f"{what} should be one number, got {describe(value)}")
    return float(array.reshape(())[()] if array.ndim == 0 else array.reshape(-1)[0])


def letter(value: Plain, options: str = "abcd", what: str = "the answer") -> str:
    """The letter of a choice, however it is put: "b", " B ", "(b)", "b)", "b. because …".

    Raises:
        WrongForm: the value does not begin with one of the options, or names two ("b, d", "b or d").

    >>> letter("(B) since it overshoots")
    'b'
    """
    text = value.strip().lstrip("(").lower() if isinstance(value, str) else ""
    one = f"[{re.escape(options)}]"
    alone = re.fullmatch(rf"({one})(?!\w)(?!\W*(or|and)?\W*{one}\W*$).*", text, re.DOTALL)
    if alone is None:
        names = ", ".join(f'"{option}"' for option in options)
        raise WrongForm(f"{what} should be one of the letters {names}, got {describe(value)}")
    return alone[1]


def item(value: Plain, key: str, what: str = "the answer") -> Plain:
    """What a dict holds under `key`; raises `WrongForm` for another kind of value, or where the key is missing.

    >>> item({"rates": [0.1]}, "rates")
    [0.1]
    """
    if not isinstance(value, Mapping):
        raise WrongForm(f'{what} should be a dict with "{key}" in it, got {_contents(value)}')
    if key not in value:
        names = ", ".join(str(name) for name in value) or "nothing"
        raise WrongForm(f'{what} should be a dict with "{key}" in it; it has {names}')
    return value[key]


def _nested(value: Plain) -> Any:
    match value:
        case bool() | None | str() | Mapping():
            raise TypeError
        case int() | float():
            return value
        case Array(data, _):
            if data.dtype.kind not in "iuf":
                raise TypeError
            return data
        case Sequence():
            return [_nested(item) for item in value]
        case _:
            raise TypeError


def _contents(value: Plain) -> str:
    """What `value` is and, for a list, what its first item that is no number is."""
    if isinstance(value, list | tuple):
        for index, item in enumerate(value):
            try:
                np.asarray(_nested(item), dtype=np.float64)
            except (TypeError, ValueError):
                return f"{describe(value)} whose item {index} is {_contents(item)}"
        return f"{describe(value)} with items of different shapes"
    return describe(value) + " (is a `return` missing?)" * (value is None)


def _shape_words(shape: tuple[int | None, ...]) -> str:
    if shape == ():
        return "one number"
    lengths = ", ".join("any" if n is None else str(n) for n in shape)
    if len(shape) == 1:
        count = "1 number" if shape[0] == 1 else f"{'any number of' if shape[0] is None else shape[0]} numbers"
        return f"{count} (a tensor of shape ({lengths},) or a list)"
    return f"numbers of shape ({lengths})"


def require(condition: bool, message: str, *, measured: object = "", allowed: object = "") -> Verdict:
    """`passed` where the condition holds, else `failed(message, ...)`."""
    return passed if condition else failed(message, measured=measured, allowed=allowed)


def equal(measured: object, expected: object, message: str = "") -> Verdict:
    """Passed where the two are equal."""
    if measured == expected:
        return passed
    return failed(message or "This is another value.", measured=measured, allowed=expected)


def close(
    measured: Any, expected: Any, *, rtol: float = 1e-4, atol: float = 1e-6, message: str = "", reveal: bool = True
) -> Verdict:
    """Passed where every number of `measured` is within `atol + rtol·|expected|` of that of `expected`.

    Args:
        measured: a number or an array.
        expected: a number or an array of the same shape.
        rtol, atol: the tolerances; the defaults are those of a float32 computation of some hundred steps.
        message: the sentence for the student; the first difference is named where there is none.
        reveal: whether the verdict shows what was expected.

    Infinities are close to themselves; NaN is close to nothing.
    """
    a, b = np.asarray(measured, dtype=np.float64), np.asarray(expected, dtype=np.float64)
    if a.shape != b.shape:
        return failed(message or "The shape differs.", measured=a.shape, allowed=b.shape)
    bad = ~np.isclose(a, b, rtol=rtol, atol=atol)
    if not bad.any():
        return passed
    where = tuple(int(i) for i in np.argwhere(bad)[0])
    if not message:
        place = f" at index {where[0] if len(where) == 1 else where}" if where else ""
        message = f"The first difference is{place}." if place else "This is another value."
    margin = atol + rtol * abs(float(b[where]))
    allowed = f"{show(float(b[where]))} ± {margin:.1g}" if reveal else ""
    return failed(message, measured=float(a[where]), allowed=allowed)


def all_of(*verdicts: Verdict) -> Verdict:
    """The first verdict that is not `passed`, else `passed`."""
    return next((verdict for verdict in verdicts if verdict.credit < 1.0), passed)


def show(value: object) -> str:
    """A value as a person reads it: floats to six digits, long arrays by their ends."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool | int | tuple):
        return str(value)
    if isinstance(value, float | np.floating):
        return f"{float(value):.6g}" if math.isfinite(value) else str(float(value))
    if isinstance(value, np.ndarray):
        flat = [show(float(x)) for x in value.reshape(-1)]
        return ", ".join(flat if len(flat) <= 6 else [*flat[:3], "…", *flat[-2:]])
    return repr(value)
