"""`grader` in the student's own notebook: the public checks, run in their kernel, to learn from.

What it says is never a mark. It is the same probes and checks, judged by the same function, as in the grader.
"""

from __future__ import annotations

import html
import json
import linecache
import re
import sys
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.authoring import Ask, Check, Probe, Seen
from autograder.judging import judge
from autograder.plain import TooLarge, plain
from autograder.records import Outcome


class Grader:
    """The public checks of one assignment.

    Args:
        folder: where `checks.py` and `questions.json` lie.
        names: the namespace with the student's definitions; that of the notebook by default.
    """

    def __init__(self, folder: str | Path, names: Mapping[str, Any] | None = None) -> None:
        folder = Path(folder)
        module: dict[str, Any] = {"__name__": "checks"}
        source = (folder / "checks.py").read_text(encoding="utf-8")
        exec(compile(source, str(folder / "checks.py"), "exec"), module)
        self._checks = [value for value in module.values() if isinstance(value, Check)]
        self._probes = {value.name: value for value in module.values() if isinstance(value, Probe)}
        self._titles: dict[str, str] = json.loads((folder / "questions.json").read_text(encoding="utf-8"))
        self._names = names if names is not None else sys._getframe(1).f_globals

    def check(self, question: str) -> Card | Cards:
        """Runs the public checks of one question on what the notebook defines now."""
        if question not in self._titles:
            return Cards((), f"There is no question {question!r}; there are {', '.join(self._titles)}.")
        asks = {ask.key: ask for c in self._of(question) for ask in c.drawn("public")}
        seen = {key: self._see(ask) for key, ask in asks.items()}
        outcomes = tuple(judge(c, c.drawn("public"), seen, {}) for c in self._of(question))
        return Card(question, self._titles[question], outcomes)

    def check_all(self) -> Cards:
        """Runs the public checks of every question."""
        cards = [self.check(question) for question in self._titles if self._of(question)]
        return Cards(tuple(card for card in cards if isinstance(card, Card)))

    def _of(self, question: str) -> list[Check]:
        return [check for check in self._checks if check.question == question]

    def _see(self, ask: Ask) -> Seen:
        holes = {hole: self._names.get(hole, ...) for hole in ask.holes}
        if any(value is ... for value in holes.values()):
            return Seen(ask.inputs, status="missing")
        try:
            value = plain(self._probes[ask.probe].function(**holes, **ask.inputs))
        except NotImplementedError as error:
            return Seen(ask.inputs, status="missing", detail=str(error))
        except TooLarge as error:
            return Seen(ask.inputs, status="lost", detail=str(error))
        except Exception as error:
            return Seen(ask.inputs, status="raised", detail=_words(error, self._names))
        return Seen(ask.inputs, value)


def _words(error: Exception, names: Mapping[str, Any]) -> str:
    """The error in one line, with the innermost line of the student's own that it came through."""
    text = traceback.format_exception_only(error)[-1].strip().replace("\n", " ")
    place = ""
    for frame, number in traceback.walk_tb(error.__traceback__):
        if frame.f_globals is names:
            code = linecache.getline(frame.f_code.co_filename, number).strip()
            place = f" (in `{frame.f_code.co_name}`, line {number}: `{code}`)"
    return text + place


_MARKS = {"passed": "✓", "failed": "✗", "blocked": "…"}
_COLOURS = {"passed": "#1a7f37", "failed": "#cf222e", "blocked": "#9a6700"}


def _inline(line: str) -> str:
    """A line as HTML: escaped, with `code` in its own type."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(line))


@dataclass(frozen=True)
class Card:
    """What `grader.check` shows: HTML in a notebook, plain text elsewhere."""

    question: str
    title: str
    outcomes: tuple[Outcome, ...]

    @property
    def passed(self) -> bool:
        """Whether every public check passed."""
        return all(outcome.status == "passed" for outcome in self.outcomes)

    def _summary(self) -> str:
        good = sum(outcome.status == "passed" for outcome in self.outcomes)
        if not self.outcomes:
            return "nothing to check here: this question is marked by hidden checks or by a person"
        return f"{good} of {len(self.outcomes)} checks passed"

    def _rows(self) -> list[tuple[str, list[str]]]:
        """A status and lines for each outcome; one row where there is nothing to say but "not answered yet"."""
        said = {outcome.message for outcome in self.outcomes}
        if len(said) == 1 and all(outcome.status == "blocked" for outcome in self.outcomes):
            return [("blocked", [said.pop()])]
        return [(outcome.status, list(outcome.lines())) for outcome in self.outcomes]

    def __repr__(self) -> str:
        lines = [f"{self.question} · {self.title}: {self._summary()}"]
        for status, (first, *rest) in self._rows():
            lines.append(f"  {_MARKS[status]} {first}")
            lines += [f"      {line}" for line in rest]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        rows = []
        for status, said in self._rows():
            first, *rest = (_inline(line) for line in said)
            hint = [line for line in rest if line.startswith("hint: ")]
            body = "".join(f"<div style='margin-left:1.6em;opacity:.85'>{x}</div>" for x in rest if x not in hint)
            fold = "".join(
                f"<details style='margin-left:1.6em'><summary>hint</summary>{line.removeprefix('hint: ')}</details>"
                for line in hint
            )
            mark = f"<span style='color:{_COLOURS[status]};font-weight:bold'>{_MARKS[status]}</span>"
            rows.append(f"<div style='margin:.3em 0'>{mark}&ensp;{first}{body}{fold}</div>")
        statuses = {outcome.status for outcome in self.outcomes}
        worst = next((status for status in ("failed", "blocked") if status in statuses), "passed")
        colour = _COLOURS[worst]
        return (
            f"<div style='border-left:4px solid {colour};padding:.2em .9em;margin:.3em 0;line-height:1.45'>"
            f"<b>{html.escape(self.question)} · {html.escape(self.title)}</b>: {self._summary()}{''.join(rows)}</div>"
        )


@dataclass(frozen=True)
class Cards:
    """Several cards, or a sentence where there is none."""

    cards: tuple[Card, ...]
    sentence: str = ""

    def __repr__(self) -> str:
        return "\n\n".join([repr(card) for card in self.cards] or [self.sentence])

    def _repr_html_(self) -> str:
        return "".join(card._repr_html_() for card in self.cards) or html.escape(self.sentence)
