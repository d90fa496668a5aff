"""One submission's outcomes as text, as its student would read them."""

from __future__ import annotations

from collections.abc import Mapping

from rich.text import Text

from autograder.language import Language
from autograder.records import Score, Trouble
from autograder.report.pages import shown
from autograder.results import GRADED, as_mark

_SIGNS = {"passed": ("✓", "green"), "failed": ("✗", "red"), "blocked": ("…", "yellow")}


def explain(score: Score, titles: Mapping[str, str], language: Language, question: str | None = None) -> Text:
    """The outcomes of one submission, or of one of its questions."""
    out = Text()
    say = language.text
    out.append(f"{score.submission}", style="bold")
    if score.status != GRADED:
        return out.append(f"\n{language.say(score.note)}\n")
    out.append(f": {as_mark(score.score)} {say('of')} {as_mark(score.max_score)}\n")
    if score.why_penalty:
        out.append(f"−{as_mark(score.penalty)}: {score.why_penalty}\n")
    for stop in score.trouble if question is None else ():
        out.append(f"{_place(stop, language)}: {language.say(stop.message)}\n", style="yellow")
    for found in score.questions:
        if question not in (None, found.question):
            continue
        points = say("open") if found.score is None else f"{as_mark(found.score)} {say('of')} {as_mark(found.points)}"
        out.append(f"\n{found.question} · {language.say(titles.get(found.question, ''))}: {points}\n", style="bold")
        if found.reason:
            out.append(f"  {say('A person says:')} {found.reason}\n")
        items, diagnoses = shown(found.outcomes)
        for sentence in diagnoses:
            out.append(f"  {say('It looks like this:')} {language.say(sentence)}\n", style="bold")
        for item in items:
            sign, colour = _SIGNS[item.status]
            out.append(f"  {sign} ", style=colour).append(f"{language.say(item.aim)}\n")
            lines = (
                language.say(item.message),
                f"{say('measured')}: {language.say(item.measured)}" if item.measured else "",
                f"{say('allowed')}: {language.say(item.allowed)}" if item.allowed else "",
                f"{say('Hint')}: {language.say(item.hint)}" if item.hint else "",
            )
            out.append("".join(f"      {line}\n" for line in lines if line))
    return out


def _place(stop: Trouble, language: Language) -> str:
    """Where a cell stopped; one that was issued has no number."""
    say = language.text
    if stop.cell:
        return say("Cell {cell}, line {line}", cell=stop.cell, line=stop.line or "?")
    return say("A given cell, line {line}", line=stop.line) if stop.line else say("A given cell")
