"""Two runs beside each other: whose mark changed, by how much, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from autograder.records import Outcome, QuestionScore, Score
from autograder.results import as_mark


@dataclass(frozen=True)
class Change:
    """One submission whose mark or status is not what it was; `why` has a line for each thing that differs."""

    submission: str
    assignment: str
    before: float | None
    after: float | None
    why: tuple[str, ...]

    @property
    def by(self) -> float | None:
        """How many points more; None where it is in one run only, or was not graded in one."""
        return None if self.before is None or self.after is None else round(self.after - self.before, 6)


def compare(old: Sequence[Score], new: Sequence[Score]) -> tuple[Change, ...]:
    """The submissions whose marks differ between two runs of settled scores, by their names."""
    before, after = _by_name(old), _by_name(new)
    keys = list(dict.fromkeys([*before, *after]))
    found = (_change(key, before.get(key), after.get(key)) for key in sorted(keys))
    return tuple(change for change in found if change is not None)


def _by_name(scores: Iterable[Score]) -> Mapping[tuple[str, str], Score]:
    return {(score.submission, score.assignment): score for score in scores}


def _change(key: tuple[str, str], old: Score | None, new: Score | None) -> Change | None:
    before, after = (score.score if score and score.questions else None for score in (old, new))
    if old is None or new is None:
        return Change(*key, before, after, ("only in the new run" if old is None else "only in the old run",))
    why = []
    if old.status != new.status:
        why.append(f"{old.status} → {new.status}" + (f": {new.note}" if new.note else ""))
    questions = {question.question: question for question in old.questions}
    for question in new.questions:
        why += _differences(questions.pop(question.question, None), question)
    why += [f"{name}: the question is gone" for name in questions]
    if old.penalty != new.penalty:
        why.append(f"taken off: {as_mark(old.penalty)} → {as_mark(new.penalty)}")
    if not why:
        return None
    if old.versions != new.versions:
        changed = [
            f"{name} {old.versions.get(name, '–')} → {version}"
            for name, version in new.versions.items()
            if old.versions.get(name) != version
        ]
        why += [f"graded with {', '.join(changed)}"] if changed else []
    if old.seed != new.seed:
        why.append("another notebook was handed in")
    return Change(*key, before, after, tuple(why))


def _differences(old: QuestionScore | None, new: QuestionScore) -> list[str]:
    name = new.question
    if old is None:
        return [f"{name}: a new question"]
    if (old.score, old.points, old.reason) == (new.score, new.points, new.reason):
        return []
    lines = []
    if (old.score, old.points) != (new.score, new.points):
        lines.append(f"{name}: {_of(old)} → {_of(new)}")
    if old.reason != new.reason:
        lines.append(f"{name}: a person says: {new.reason}" if new.reason else f"{name}: a person's mark was withdrawn")
    outcomes = {outcome.check: outcome for outcome in old.outcomes}
    for outcome in new.outcomes:
        before = outcomes.pop(outcome.check, None)
        if before is None:
            lines.append(f"{name}: new check {outcome.check}: {_said(outcome)}")
        elif (before.status, before.credit, before.weight) != (outcome.status, outcome.credit, outcome.weight):
            lines.append(f"{name}: {outcome.check}: {before.status} → {_said(outcome)}")
    return lines + [f"{name}: check {check} is gone" for check in outcomes]


def _of(question: QuestionScore) -> str:
    return f"{as_mark(question.score) or '–'} of {as_mark(question.points)}"


def _said(outcome: Outcome) -> str:
    return f"{outcome.status}: {outcome.message}" if outcome.message else outcome.status
