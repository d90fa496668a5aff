"""Submissions that are nearly the same, to be asked about: fingerprints of their tokens, by winnowing.

Schleimer, Wilkerson and Aiken, "Winnowing: local algorithms for document fingerprinting" (SIGMOD 2003): of every window
of hashes of k-grams the smallest is kept, so that any match of `GRAM + WINDOW - 1` tokens is found. Names, numbers and
texts count as their kind only, comments and blanks not at all. What was given to all and what a good part of the class has
is no sign of anything and does not count. Pairs come from an inverted index, never from comparing all with all.
"""

from __future__ import annotations

import keyword
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

GRAM, WINDOW = 10, 6
COMMON = 0.05  # a fingerprint that more than this share of the class has says nothing,
COMMON_AT_LEAST = 3  # but in a small class three may still have copied
LEAST_SHARED = 10  # fingerprints
LEAST_SHARE = 0.75
MOST_PAIRS = 25

# A text that is not closed goes on to its end, so that no text makes the search start over again and again.
_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n]*)
    |(?P<text>[rbfuRBFU]{0,2}(?:
        \"\"\"(?:[^\\"]|\\.|"(?!""))*+(?:\"\"\")? | '''(?:[^\\']|\\.|'(?!''))*+(?:''')?
        | \"(?:[^\\"\n]|\\.)*+\"? | '(?:[^\\'\n]|\\.)*+'? ))
    |(?P<name>[^\W\d]\w*)
    |(?P<number>\d[\w.]*)
    |(?P<blank>\s+)
    |(?P<sign>\*\*|//|->|[<>=!+*/%&|^@:-]=|.)""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True)
class Pair:
    """Two submissions that share much.

    Attributes:
        share: of the fingerprints of the one that has fewer, how many the other has, too.
        shared: how many those are.
        lines_a, lines_b: the lines (from 1) of either that they stand in.
    """

    a: str
    b: str
    share: float
    shared: int
    lines_a: frozenset[int]
    lines_b: frozenset[int]


@dataclass(frozen=True)
class SameFile:
    """A file that several submissions have byte for byte."""

    name: str
    submissions: tuple[str, ...]


def same_files(handed_in: Mapping[str, Mapping[str, str]]) -> tuple[SameFile, ...]:
    """The files that more than one submission has, the most frequent first.

    Args:
        handed_in: for each submission the digests of its files, by their names.

    >>> same_files({"ann": {"runs": "1a"}, "bob": {"runs": "2b"}, "cy": {"runs": "1a"}})
    (SameFile(name='runs', submissions=('ann', 'cy')),)
    """
    holders: dict[tuple[str, str], list[str]] = defaultdict(list)
    for submission, files in handed_in.items():
        for key in files.items():
            holders[key].append(submission)
    found = [SameFile(name, tuple(names)) for (name, _), names in holders.items() if len(names) > 1]
    return tuple(sorted(found, key=lambda same: (-len(same.submissions), same.name, same.submissions)))


def tokens(source: str) -> list[tuple[str, int]]:
    """The tokens of a program, each with its line; also of text that is no Python.

    >>> tokens("x = f(1)  # one")
    [('N', 1), ('=', 1), ('N', 1), ('(', 1), ('0', 1), (')', 1)]
    """
    found, line = [], 1
    for match in _TOKEN.finditer(source):
        kind, text = match.lastgroup, match.group()
        if kind == "name":
            found.append((text if keyword.iskeyword(text) else "N", line))
        elif kind in {"number", "text", "sign"}:
            found.append(({"number": "0", "text": "S"}.get(kind, text), line))
        line += text.count("\n")
    return found


def fingerprints(source: str) -> dict[int, tuple[int, ...]]:
    """The fingerprints of a program, each with the lines of the first place that it stands for."""
    found = tokens(source)
    words = [word for word, _ in found]
    hashes = [zlib.crc32(" ".join(words[i : i + GRAM]).encode()) for i in range(len(words) - GRAM + 1)]
    kept: dict[int, tuple[int, ...]] = {}
    for start in range(max(1, len(hashes) - WINDOW + 1) if hashes else 0):
        window = hashes[start : start + WINDOW]
        least = min(window)
        place = start + len(window) - 1 - window[::-1].index(least)
        kept.setdefault(least, tuple(dict.fromkeys(line for _, line in found[place : place + GRAM])))
    return kept


def pairs(sources: Mapping[str, str], given: Iterable[str] = ()) -> tuple[Pair, ...]:
    """The pairs that share most, at most `MOST_PAIRS` of them.

    Args:
        sources: each submission's own code.
        given: code that all were given.
    """
    known = {print_ for text in given for print_ in fingerprints(text)}
    prints = {name: fingerprints(source) for name, source in sources.items()}
    holders: dict[int, list[str]] = defaultdict(list)
    for name, own in prints.items():
        for print_ in own:
            if print_ not in known:
                holders[print_].append(name)
    most = max(COMMON_AT_LEAST, int(COMMON * len(sources)))
    telling = {print_: names for print_, names in holders.items() if len(names) <= most}
    sizes = Counter(name for names in telling.values() for name in names)
    shared: Counter[tuple[str, str]] = Counter()
    for names in telling.values():
        shared.update((a, b) for i, a in enumerate(names) for b in names[i + 1 :])
    alike = [
        (count / min(sizes[a], sizes[b]), count, a, b)
        for (a, b), count in shared.items()
        if count >= LEAST_SHARED and count >= LEAST_SHARE * min(sizes[a], sizes[b])
    ]
    alike.sort(key=lambda entry: (-entry[0] * min(entry[1], 100), entry[2], entry[3]))
    return tuple(_pair(*entry, prints, telling) for entry in alike[:MOST_PAIRS])


def _pair(
    share: float,
    count: int,
    a: str,
    b: str,
    prints: Mapping[str, Mapping[int, tuple[int, ...]]],
    telling: Mapping[int, object],
) -> Pair:
    both = [print_ for print_ in prints[a] if print_ in prints[b] and print_ in telling]
    lines_a, lines_b = (frozenset(line for p in both for line in prints[name][p]) for name in (a, b))
    return Pair(a, b, round(share, 4), count, lines_a, lines_b)
