"""A name for what went wrong: the bank of wrong answers, as a dictionary from evidence to misconception.

Every wrong answer of the bank was run once, and a sketch of what its probes returned is kept in `bank.json`. A
submission is asked the same (the drawn inputs drawn from one fixed seed). Where all its evidence on a question is that of a
wrong answer, the student reads that answer's sentence. So a new misconception is a new file in `wrong/`, and no code.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from autograder.authoring import Seen
from autograder.plain import Array, Opaque, Plain

# Drawn inputs are drawn from this for the bank, so that a submission's evidence can be compared with it.
SEED = "bank"
FORMAT = 1
_LONGEST = 16
_RTOL, _ATOL = 1e-3, 1e-6

Sketch: TypeAlias = "float | str | bool | list[Sketch] | dict[str, Sketch] | None"
Sketches: TypeAlias = Mapping[str, Mapping[str, Sketch]]  # by question and `Ask.key`


@dataclass(frozen=True)
class Misconception:
    """A wrong answer as it looks from outside.

    Attributes:
        name: of its file.
        sentence: what the student reads.
        fails: the checks that it fails.
        evidence: for each question on which it differs from the solution, a sketch of all that was asked.
    """

    name: str
    sentence: str
    fails: tuple[str, ...]
    evidence: Sketches


def sketch(seen: Seen) -> Sketch:
    """What was seen, small enough to keep: six digits, sixteen numbers of a long list, an error by its type.

    >>> sketch(Seen({}, [0.0, 0.4000000001]))
    [0.0, 0.4]
    >>> sketch(Seen({}, status="raised", detail="ValueError: no"))
    'raised ValueError'
    """
    if seen.status == "ok":
        return _sketch(seen.value)
    return f"raised {seen.detail.split(':')[0]}" if seen.status == "raised" else seen.status


def _sketch(value: Plain) -> Sketch:
    match value:
        case None | bool():
            return value
        case str():
            return value[:80]
        case int() | float():
            number = float(value)
            return float(f"{number:.6g}") if math.isfinite(number) else str(number)
        case Opaque(name):
            return f"<{name}>"
        case Array(data, _):
            return _sketch(data.tolist())
        case Mapping():
            return {key: _sketch(item) for key, item in value.items()}
        case Sequence() if len(value) > _LONGEST:
            # Both ends in full, and some between: most slips show at an end.
            inner = range(4, len(value) - 4, (len(value) - 8) // 8 + 1)
            places = [*range(4), *inner, *range(len(value) - 4, len(value))]
            return [float(len(value)), *(_sketch(value[place]) for place in places)]
        case _:
            return [_sketch(item) for item in value]


def alike(a: Sketch, b: Sketch) -> bool:
    """Whether two sketches are the same up to rounding.

    >>> alike([1.0, {"w": 2.0}], [1.0, {"w": 2.0001}]), alike([1.0], [1.0, 1.0])
    (True, False)
    """
    if isinstance(a, float) and isinstance(b, float):
        return math.isclose(a, b, rel_tol=_RTOL, abs_tol=_ATOL)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(alike(x, y) for x, y in zip(a, b, strict=True))
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(alike(a[key], b[key]) for key in a)
    return a == b


def sketches(seen: Mapping[tuple[str, str], Seen], keys: Mapping[str, Iterable[str]]) -> Sketches:
    """Sketches of what was seen, by question, for the asks with these keys."""
    return {question: {key: sketch(seen[question, key]) for key in wanted} for question, wanted in keys.items()}


def same_sketches(a: Sketches, b: Sketches) -> bool:
    """Whether two submissions look the same from outside."""
    return a.keys() == b.keys() and all(alike(dict(a[question]), dict(b[question])) for question in a)


def misconception(name: str, sentence: str, fails: Sequence[str], own: Sketches, right: Sketches) -> Misconception:
    """A wrong answer's entry: only the questions on which its evidence is not the solution's."""
    differs = {
        question: asked
        for question, asked in own.items()
        if not all(alike(asked[key], right[question][key]) for key in asked)
    }
    return Misconception(name, sentence, tuple(fails), differs)


def diagnose(bank: Sequence[Misconception], own: Sketches) -> Mapping[str, Misconception]:
    """For each question on which the evidence is that of a misconception, which one.

    Of several that look the same on a question, the one that explains most questions is taken.
    """
    explained = {
        entry.name: {
            question
            for question, asked in entry.evidence.items()
            if question in own and all(key in own[question] and alike(own[question][key], asked[key]) for key in asked)
        }
        for entry in bank
    }
    found: dict[str, Misconception] = {}
    for question in own:
        candidates = [entry for entry in bank if question in explained[entry.name]]
        if candidates:
            # Explaining all that it would look like counts before explaining much.
            found[question] = max(
                candidates, key=lambda e: (explained[e.name] == set(e.evidence), len(explained[e.name]), -bank.index(e))
            )
    return found


def dump(bank: Sequence[Misconception]) -> str:
    """The bank as the text of `bank.json`."""
    entries = [
        {"name": entry.name, "sentence": entry.sentence, "fails": list(entry.fails), "evidence": entry.evidence}
        for entry in bank
    ]
    body = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries)
    return f'{{"format": {FORMAT}, "misconceptions": [\n{body}\n]}}\n'


def load(path: Path) -> tuple[Misconception, ...]:
    """Reads a `bank.json`; none where there is no such file."""
    if not path.exists():
        return ()
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return tuple(
        Misconception(entry["name"], entry["sentence"], tuple(entry["fails"]), entry["evidence"])
        for entry in data["misconceptions"]
    )


def same_bank(a: Sequence[Misconception], b: Sequence[Misconception]) -> bool:
    """Whether two banks say the same, up to rounding (another machine rounds otherwise)."""
    if [(e.name, e.sentence, e.fails) for e in a] != [(e.name, e.sentence, e.fails) for e in b]:
        return False
    return all(same_sketches(x.evidence, y.evidence) for x, y in zip(a, b, strict=True))
