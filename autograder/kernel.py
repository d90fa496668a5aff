"""`grader` in the student's own notebook: the public checks, run in their kernel, to learn from.

What it says is never a mark. It is the same probes and checks, judged by the same function, as in the grader.
"""

from __future__ import annotations

import copy
import html
import json
import linecache
import re
import sys
import traceback
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.authoring import Ask, Check, Picture, Probe, Seen, unanswered
from autograder.judging import judge
from autograder.language import Language, choose, load
from autograder.pictures import Drawn, Studio, data_url, drawing, in_light
from autograder.plain import TooLarge, plain
from autograder.records import Outcome


class Grader:
    """The public checks of one assignment.

    Args:
        folder: where `checks.py` and `questions.json` lie.
        names: the namespace with the student's definitions; that of the notebook by default.
        language: the one to speak; by default the environment's (`GRADESCENT_LANGUAGE`), else the course's, which stands
            in the folder's file `language`.
    """

    def __init__(self, folder: str | Path, names: Mapping[str, Any] | None = None, language: str | None = None) -> None:
        folder = Path(folder)
        module: dict[str, Any] = {"__name__": "checks"}
        source = (folder / "checks.py").read_text(encoding="utf-8")
        exec(compile(source, str(folder / "checks.py"), "exec"), module)
        self._checks = [value for value in module.values() if isinstance(value, Check)]
        self._probes = {value.name: value for value in module.values() if isinstance(value, Probe)}
        self._pictures = [value for value in module.values() if isinstance(value, Picture)]
        spoken = folder / "language"
        course = spoken.read_text(encoding="utf-8").strip() if spoken.exists() else "en"
        self._language = load(choose(language, course), [folder / "locale"])
        self._titles: dict[str, str] = json.loads((folder / "questions.json").read_text(encoding="utf-8"))
        self._names = names if names is not None else sys._getframe(1).f_globals

    def check(self, question: str) -> Card | Cards:
        """Runs the public checks of one question on what the notebook defines now."""
        if question not in self._titles:
            names = ", ".join(self._titles)
            says = "There is no question {question}; there are {names}."
            return Cards((), self._language.text(says, question=repr(question), names=names))
        asks = {ask.key: ask for c in self._of(question) for ask in c.drawn("public")}
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", module="checks$")  # they are not about the student's code
            seen = {key: self._see(ask) for key, ask in asks.items()}
            outcomes = tuple(judge(c, c.drawn("public"), seen, {}) for c in self._of(question))
            return Card(question, self._titles[question], outcomes, self._language, self._drawn(question))

    def check_all(self) -> Cards:
        """Runs the public checks of every question."""
        cards = [self.check(question) for question in self._titles if self._of(question)]
        return Cards(tuple(card for card in cards if isinstance(card, Card)))

    def _drawn(self, question: str) -> tuple[Drawn, ...]:
        """The pictures of a question, those that can be drawn."""
        own = [picture for picture in self._pictures if picture.question == question]
        studio = Studio(own, {})
        found = []
        for picture in own:
            seen = {(question, ask.key): self._see(ask) for ask in picture.asks}
            drawn = studio.draw(drawing(picture, seen))
            if drawn is not None and drawn.yours:
                found.append(drawn)
        return tuple(found)

    def _of(self, question: str) -> list[Check]:
        return [check for check in self._checks if check.question == question]

    def _see(self, ask: Ask) -> Seen:
        holes = {hole: self._names.get(hole, ...) for hole in ask.holes}
        if missing := [hole for hole, value in holes.items() if value is ...]:
            return Seen(ask.inputs, status="missing", detail=unanswered(holes, missing))
        try:
            # Copies: what one answer does to the inputs must not be what the next one gets.
            value = plain(self._probes[ask.probe].function(**holes, **copy.deepcopy(dict(ask.inputs))))
        except NotImplementedError as error:
            return Seen(ask.inputs, status="missing", detail=str(error))
        except TooLarge as error:
            return Seen(ask.inputs, status="lost", detail=str(error))
        except (Exception, SystemExit) as error:
            detail = traceback.format_exception_only(error)[-1].strip().replace("\n", " ")
            return Seen(ask.inputs, status="raised", detail=detail, place=_place(error, self._names))
        return Seen(ask.inputs, value)


def _place(error: BaseException, names: Mapping[str, Any]) -> str:
    """The innermost line of the student's own that an error came through."""
    place = ""
    for frame, number in traceback.walk_tb(error.__traceback__):
        if frame.f_globals is names:
            code = linecache.getline(frame.f_code.co_filename, number).strip()
            place = f"in `{frame.f_code.co_name}`, line {number}: `{code}`"
    return place


_MARKS = {"passed": "✓", "failed": "✗", "blocked": "…"}
_COLOURS = {"passed": "#1a7f37", "failed": "#cf222e", "blocked": "#9a6700"}


def _inline(line: str) -> str:
    """A line as HTML: escaped, with `code` in its own type and direction."""
    return re.sub(r"`([^`]+)`", r"<code dir='ltr'>\1</code>", html.escape(line))


@dataclass(frozen=True)
class Card:
    """What `grader.check` shows: HTML in a notebook, plain text elsewhere."""

    question: str
    title: str
    outcomes: tuple[Outcome, ...]
    language: Language = field(default_factory=Language)
    pictures: tuple[Drawn, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether every public check passed."""
        return all(outcome.status == "passed" for outcome in self.outcomes)

    def _summary(self) -> str:
        good = sum(outcome.status == "passed" for outcome in self.outcomes)
        if not self.outcomes:
            return self.language.text("nothing to check here: this question is marked by hidden checks or by a person")
        return self.language.text("{good} of {all} checks passed", good=good, all=len(self.outcomes))

    def _rows(self) -> list[tuple[str, list[str], str]]:
        """A status, lines and a hint for each outcome; one row where there is nothing to say but "not answered yet"."""
        say = self.language.say
        said = {outcome.message for outcome in self.outcomes}
        if len(said) == 1 and all(outcome.status == "blocked" for outcome in self.outcomes):
            return [("blocked", [say(said.pop())], "")]
        rows: list[tuple[str, list[str], str]] = []
        for outcome in self.outcomes:
            lines = outcome.lines()
            hint = outcome.hint if f"hint: {outcome.hint}" in lines else ""
            rows.append((outcome.status, [say(line) for line in lines if line != f"hint: {hint}"], hint))
        return rows

    def __repr__(self) -> str:
        say = self.language.say
        lines = [f"{self.question} · {say(self.title)}: {self._summary()}"]
        for status, (first, *rest), hint in self._rows():
            lines.append(f"  {_MARKS[status]} {first}")
            lines += [f"      {line}" for line in (*rest, *([say(f"hint: {hint}")] if hint else []))]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        rows = []
        for status, said, hint in self._rows():
            first, *rest = (_inline(line) for line in said)
            body = "".join(f"<div style='margin-inline-start:1.6em;opacity:.85' dir='auto'>{x}</div>" for x in rest)
            if hint:
                word, text = html.escape(self.language.text("hint")), _inline(self.language.say(hint))
                body += f"<details style='margin-inline-start:1.6em'><summary>{word}</summary>{text}</details>"
            mark = f"<span style='color:{_COLOURS[status]};font-weight:bold'>{_MARKS[status]}</span>"
            rows.append(f"<div style='margin:.3em 0'>{mark}&ensp;{first}{body}</div>")
        rows += [self._picture(drawn) for drawn in self.pictures]
        statuses = {outcome.status for outcome in self.outcomes}
        worst = next((status for status in ("failed", "blocked") if status in statuses), "passed")
        title = _inline(self.language.say(self.title))
        return (
            f"<div dir='{self.language.direction}' lang='{self.language.code}' style='border-inline-start:4px solid "
            f"{_COLOURS[worst]};padding:.2em .9em;margin:.3em 0;line-height:1.45'>"
            f"<b>{html.escape(self.question)} · {title}</b>: {self._summary()}{''.join(rows)}</div>"
        )

    def _picture(self, drawn: Drawn) -> str:
        caption = self.language.say(drawn.caption)
        # The notebook's own light or dark is not known here, so the picture brings its paper along.
        image = (
            f"<img src='{data_url(in_light(drawn.yours))}' alt='{html.escape(caption, quote=True)}' "
            "style='max-width:30em;width:100%;background:#fff;border-radius:4px'>"
        )
        return f"<details open style='margin:.5em 0'><summary>{_inline(caption)}</summary>{image}</details>"


@dataclass(frozen=True)
class Cards:
    """Several cards, or a sentence where there is none."""

    cards: tuple[Card, ...]
    sentence: str = ""

    def __repr__(self) -> str:
        return "\n\n".join([repr(card) for card in self.cards] or [self.sentence])

    def _repr_html_(self) -> str:
        return "".join(card._repr_html_() for card in self.cards) or html.escape(self.sentence)
