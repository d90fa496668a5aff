"""The language that students are spoken to in: gettext catalogues, looked up by the English sentence.

Checks say their sentences in English, with numbers and names already in them. A catalogue's entry is the sentence as the author
wrote it, `{name}` standing for what is put in, so a sentence is recognised by the words around what was put in, and what
was put in comes back in the translation. Authors mark nothing, results are kept in one language and are shown in any, and
marks cannot depend on it. A sentence that no catalogue has stays as it is.
"""

from __future__ import annotations

import functools
import gettext
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

ENGLISH = "en"
VARIABLE = "GRADESCENT_LANGUAGE"
_RIGHT_TO_LEFT = {"ar", "fa", "he", "ur", "yi"}
_HOLE = re.compile(r"\{(\w+)\}")
_DEEPEST = 3  # a sentence within a sentence within a sentence
_LONGEST = 2000
ENGINE = Path(__file__).resolve().parent / "locale"


class _Catalogue(gettext.GNUTranslations):
    """A compiled catalogue, of which the entries can be listed."""

    def entries(self) -> Mapping[str, str]:
        found: Mapping[object, str] = self._catalog  # type: ignore[attr-defined]
        return {key: text for key, text in found.items() if isinstance(key, str) and key and text}


class Language:
    """One language, with the catalogues that are known.

    Args:
        code: such as "he".
        entries: the translations by their English sentences.
    """

    def __init__(self, code: str = ENGLISH, entries: Mapping[str, str] | None = None) -> None:
        self.code = code
        self._entries = dict(entries or {})
        self._patterns = [_Pattern(text) for text in self._entries if _HOLE.search(text)]
        self._patterns.sort(key=lambda pattern: -pattern.letters)
        self.say = functools.lru_cache(maxsize=50_000)(self._say)

    @property
    def direction(self) -> str:
        """How it is written: "ltr" or "rtl"."""
        return "rtl" if self.code.split("-")[0] in _RIGHT_TO_LEFT else "ltr"

    def text(self, template: str, **values: object) -> str:
        """A sentence of ours with values put in."""
        return self._entries.get(template, template).format(**values)

    def _say(self, sentence: str) -> str:
        """A sentence that was made in English, in this language; as it is where it is not known."""
        return self._translated(sentence, _DEEPEST)

    def _translated(self, sentence: str, depth: int) -> str:
        known = self._entries.get(sentence)
        if known is not None:
            return known
        if not self._patterns or not depth or len(sentence) > _LONGEST:
            return sentence
        for pattern in self._patterns:
            values = pattern.match(sentence)
            if values is not None:
                inner = {name: self._translated(value, depth - 1) for name, value in values.items()}
                return _filled(self._entries[pattern.text], inner)
        return sentence


def _filled(template: str, values: Mapping[str, str]) -> str:
    return _HOLE.sub(lambda hole: values.get(hole[1], hole[0]), template)


class _Pattern:
    """A sentence with holes. Matching looks for its words from left to right, once: no text can make it search long."""

    def __init__(self, text: str) -> None:
        self.text = text
        parts = _HOLE.split(text)
        self._words, self._names = parts[::2], parts[1::2]
        self.letters = sum(character.isalpha() for word in self._words for character in word)

    def match(self, sentence: str) -> dict[str, str] | None:
        first, last = self._words[0], self._words[-1]
        if not sentence.startswith(first) or not sentence.endswith(last):
            return None
        values: dict[str, str] = {}
        at, end = len(first), len(sentence) - len(last)
        for name, word in zip(self._names, [*self._words[1:-1], None], strict=True):
            stop = end if word is None else sentence.find(word, at, end)
            if stop < at or values.get(name, sentence[at:stop]) != sentence[at:stop]:
                return None
            values[name] = sentence[at:stop]
            at = stop + len(word or "")
        return values


def load(code: str, folders: Iterable[Path] = ()) -> Language:
    """The language `code` with the engine's catalogue and those in these folders (`<folder>/<code>.mo`)."""
    entries: dict[str, str] = {}
    if code != ENGLISH:
        for folder in (ENGINE, *folders):
            path = folder / f"{code}.mo"
            if path.exists():
                with path.open("rb") as file:
                    entries.update(_Catalogue(file).entries())
    return Language(code, entries)


def catalogues(root: Path, slugs: Iterable[str]) -> list[Path]:
    """The folders with the catalogues of these assignments, public and secret."""
    return [root / room / slug / "locale" for slug in slugs for room in ("assignments", "solutions")]


def known_languages(folders: Sequence[Path] = (ENGINE,)) -> tuple[str, ...]:
    """English, and those that have a catalogue."""
    return (ENGLISH, *sorted({path.stem for folder in folders for path in folder.glob("*.mo")}))


def choose(asked: str | None = None, course: str = ENGLISH) -> str:
    """The language to speak: the one asked for, else the environment's (`GRADESCENT_LANGUAGE`), else the course's."""
    return asked or os.environ.get(VARIABLE) or course
