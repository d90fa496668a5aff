"""A name for what went wrong: the bank of wrong answers, as a dictionary from evidence to misconception.

Every wrong answer of the bank was run once, and a sketch of what its probes returned is kept in `bank.json`. A
submission is asked the same (the drawn inputs drawn from one fixed seed). Where all its evidence on a question is that of a
wrong answer, the student reads that answer's sentence (`diagnose`). Where two slips meet in one question, no answer of the bank
looks like that; then only those asks count on which a wrong answer is not like the solution (`diagnose_checks`). So a new
misconception is a new file in `wrong/`, and no code.
"""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from autograder.authoring import Seen
from autograder.plain import Array, Opaque, Plain

# Drawn inputs are drawn from this for the bank, so that a submission's evidence can be compared with it.
SEED = "bank"
FORMAT = 2
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
        differs: for each of these questions, the keys of the asks on which it does.
    """

    name: str
    sentence: str
    fails: tuple[str, ...]
    evidence: Sketches
    differs: Mapping[str, frozenset[str]]


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
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        number = float(value)
        return float(f"{number:.6g}") if math.isfinite(number) else str(number)
    if isinstance(value, str):
        return value[:80]
    if isinstance(value, Opaque):
        return f"<{value.type_name}>"
    if isinstance(value, Mapping):
        return {key: _sketch(item) for key, item in value.items()}
    if isinstance(value, Array):
        data = value.data
        if not data.ndim:
            return _sketch(data.item())
        return _of_many(len(data), lambda place: _sketch(Array(data[place], value.kind)))
    return _of_many(len(value), lambda place: _sketch(value[place]))


def _of_many(count: int, at: Callable[[int], Sketch]) -> Sketch:
    """A long list's length, both ends in full, and some between: most slips show at an end."""
    if count <= _LONGEST:
        return [at(place) for place in range(count)]
    inner = range(4, count - 4, (count - 8) // 8 + 1)
    return [float(count), *(at(place) for place in (*range(4), *inner, *range(count - 4, count)))]


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


class sketches(Mapping[str, Mapping[str, Sketch]]):  # noqa: N801 - used like a function
    """Sketches of what was seen, by question, for the asks with these keys; made when they are looked at."""

    def __init__(self, seen: Mapping[tuple[str, str], Seen], keys: Mapping[str, Iterable[str]]) -> None:
        self._seen = seen
        self._keys = keys
        self._made: dict[str, Mapping[str, Sketch]] = {}

    def __getitem__(self, question: str) -> Mapping[str, Sketch]:
        if question not in self._made:
            self._made[question] = {key: sketch(self._seen[question, key]) for key in self._keys[question]}
        return self._made[question]

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


def same_sketches(a: Sketches, b: Sketches) -> bool:
    """Whether two submissions look the same from outside."""
    return a.keys() == b.keys() and all(alike(dict(a[question]), dict(b[question])) for question in a)


def misconception(name: str, sentence: str, fails: Sequence[str], own: Sketches, right: Sketches) -> Misconception:
    """A wrong answer's entry: only the questions on which its evidence is not the solution's."""
    differs = {
        question: frozenset(key for key in asked if not alike(asked[key], right[question][key]))
        for question, asked in own.items()
    }
    differs = {question: keys for question, keys in differs.items() if keys}
    return Misconception(name, sentence, tuple(fails), {question: own[question] for question in differs}, differs)


def diagnose(bank: Sequence[Misconception], own: Sketches, questions: Iterable[str]) -> Mapping[str, Misconception]:
    """For each of these questions on which the evidence is that of a misconception, which one.

    Of several that look the same on a question, the one that explains most questions is taken.
    """

    @functools.cache
    def explains(place: int, question: str) -> bool:
        asked = bank[place].evidence[question]
        return question in own and all(key in own[question] and alike(own[question][key], asked[key]) for key in asked)

    def rank(place: int) -> tuple[bool, int, int]:
        # Explaining all that it would look like counts before explaining much.
        explained = [explains(place, question) for question in bank[place].evidence]
        return all(explained), sum(explained), -place

    found: dict[str, Misconception] = {}
    for question in questions:
        candidates = [i for i, entry in enumerate(bank) if question in entry.evidence and explains(i, question)]
        if candidates:
            found[question] = bank[max(candidates, key=rank)]
    return found


def diagnose_checks(
    bank: Sequence[Misconception],
    own: Sketches,
    question: str,
    failed: Set[str],
    keys: Mapping[str, Set[str]],
    holes: Mapping[str, Set[str]],
) -> Mapping[str, Misconception]:
    """For failed checks of a question, the misconception that each of them is, though others may be in it as well.

    A misconception is in it where all checks that it fails have failed, and wherever it differs from the solution, the evidence
    is as its own. Of several that a check may be, the one that differs in more is taken. Where a check of the same holes
    has failed that none of them explains, more is wrong with these holes, and the sentence may not hold: then there is none.

    Args:
        failed: all checks that failed, those of other questions as well.
        keys: of each check of the question, the keys of what it asks.
        holes: and the holes that it asks of.
    """
    seen = own.get(question, {})

    def there(entry: Misconception) -> bool:
        looks, differs = entry.evidence.get(question, {}), entry.differs.get(question, frozenset())
        as_it_would = failed >= set(entry.fails)
        return bool(differs) and as_it_would and all(key in seen and alike(seen[key], looks[key]) for key in differs)

    found: dict[str, Misconception] = {}
    for entry in sorted(filter(there, bank), key=lambda entry: -len(entry.differs[question])):
        for check in entry.fails:
            if not entry.differs[question].isdisjoint(keys.get(check, ())):
                found.setdefault(check, entry)
    unexplained = frozenset[str]().union(*(holes[check] for check in failed & keys.keys() - found.keys()))
    return {check: entry for check, entry in found.items() if holes[check].isdisjoint(unexplained)}


def dump(bank: Sequence[Misconception]) -> str:
    """The bank as the text of `bank.json`: once what the solution looks like, and of each misconception what differs."""
    solution: dict[str, dict[str, Sketch]] = {}
    entries = []
    for entry in bank:
        differs: dict[str, dict[str, Sketch]] = {}
        for question, asked in entry.evidence.items():
            for key, value in asked.items():
                if key in entry.differs[question]:
                    differs.setdefault(question, {})[key] = value
                else:
                    solution.setdefault(question, {}).setdefault(key, value)
        entries.append(
            {"name": entry.name, "sentence": entry.sentence, "fails": list(entry.fails), "evidence": differs}
        )
    # A key that no entry has in common with the solution is in every entry that needs it.
    body = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries)
    right = json.dumps(solution, ensure_ascii=False)
    return f'{{"format": {FORMAT}, "solution": {right},\n"misconceptions": [\n{body}\n]}}\n'


def load(path: Path) -> tuple[Misconception, ...]:
    """Reads a `bank.json`; none where there is no such file, or one of another format, which is as if it were stale."""
    if not path.exists():
        return ()
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if data["format"] != FORMAT:
        return ()
    return tuple(
        Misconception(
            entry["name"],
            entry["sentence"],
            tuple(entry["fails"]),
            {question: {**data["solution"].get(question, {}), **own} for question, own in entry["evidence"].items()},
            {question: frozenset(own) for question, own in entry["evidence"].items()},
        )
        for entry in data["misconceptions"]
    )


def same_bank(a: Sequence[Misconception], b: Sequence[Misconception]) -> bool:
    """Whether two banks say the same, up to rounding (another machine rounds otherwise)."""
    if [(e.name, e.sentence, e.fails, e.differs) for e in a] != [(e.name, e.sentence, e.fails, e.differs) for e in b]:
        return False
    return all(same_sketches(x.evidence, y.evidence) for x, y in zip(a, b, strict=True))
