"""What a class understood, in figures: pure functions of scores."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import mean, median

from autograder.records import Outcome, Question, QuestionScore, Score
from autograder.results import GRADED, is_unanswered


@dataclass(frozen=True)
class QuestionFigures:
    """One question over the class.

    Attributes:
        marked: how many submissions have points for it.
        share: its difficulty index, the mean part of the points that was reached, 0 to 1; None where nothing is marked.
        discrimination: the correlation of its points with the points of all other questions (the corrected item-total
            correlation of classical test theory); None where either does not vary.
        full: how many reached all points.
        unanswered: how many left it as issued.
        blocked: how many had something in it that could not be checked for another reason.
        seconds: the median wall time of its probes.
    """

    question: Question
    marked: int
    share: float | None
    discrimination: float | None
    full: int
    unanswered: int
    blocked: int
    seconds: float


@dataclass(frozen=True)
class Trap:
    """One thing that students did not understand: a misconception, or a check that did not pass for a reason unknown.

    Attributes:
        diagnosed: whether `sentence` is a diagnosis; else it is the check's aim.
        students: who, in the order of the scores.
        lost: the points that they lost on this question.
        said: where it is a check's, what that said most often.
    """

    question: str
    sentence: str
    diagnosed: bool
    students: tuple[str, ...]
    lost: float
    said: str = ""


@dataclass(frozen=True)
class CheckFigures:
    """One check over the class; `said` is what it said most often where it did not pass."""

    check: str
    question: str
    aim: str
    hidden: bool
    passed: int
    failed: int
    blocked: int
    said: str

    @property
    def nobody(self) -> bool:
        """Whether it was reached, and nobody passed."""
        return not self.passed and self.failed > 0

    @property
    def everybody(self) -> bool:
        """Whether all passed."""
        return self.passed > 0 and not self.failed and not self.blocked


def question_figures(questions: Sequence[Question], scores: Sequence[Score]) -> tuple[QuestionFigures, ...]:
    """The questions of one assignment over its graded submissions."""
    return tuple(_figures(question, [s for s in scores if s.status == GRADED]) for question in questions)


def _figures(question: Question, scores: Sequence[Score]) -> QuestionFigures:
    own = [(score, found) for score in scores if (found := _of(score, question.id)) is not None]
    marked = [(score, found, found.score) for score, found in own if found.score is not None]
    shares = [points / question.points for _, _, points in marked] if question.points else []
    rest = [sum(q.score or 0.0 for q in score.questions if q.question != question.id) for score, _, _ in marked]
    return QuestionFigures(
        question=question,
        marked=len(marked),
        share=mean(shares) if shares else None,
        discrimination=correlation(shares, rest),
        full=sum(share >= 1 for share in shares),
        unanswered=sum(is_unanswered(found) for _, found in own),
        blocked=sum(
            not is_unanswered(found) and any(outcome.status == "blocked" for outcome in found.outcomes)
            for _, found in own
        ),
        seconds=median(found.seconds for _, found in own) if own else 0.0,
    )


def _of(score: Score, question: str) -> QuestionScore | None:
    return next((found for found in score.questions if found.question == question), None)


def correlation(xs: Sequence[float], ys: Sequence[float]) -> float | None:
    """Pearson's; None where one of the two does not vary.

    >>> correlation([0, 1, 2], [1, 3, 5])
    1.0
    """
    if len(xs) < 2:
        return None
    mx, my = mean(xs), mean(ys)
    xx, yy = sum((x - mx) ** 2 for x in xs), sum((y - my) ** 2 for y in ys)
    if xx < 1e-12 or yy < 1e-12:
        return None
    return round(sum((x - mx) * (y - my) for x, y in zip(xs, ys, strict=True)) / math.sqrt(xx * yy), 6)


def traps(scores: Iterable[Score]) -> tuple[Trap, ...]:
    """What the class did not understand, by how many it concerns.

    Of each question that did not get full marks, the diagnosis counts or, where there is none, the first check that did not
    pass; what was not answered does not count.
    """
    who: dict[tuple[str, str, bool], list[str]] = defaultdict(list)
    lost: dict[tuple[str, str, bool], float] = defaultdict(float)
    said: dict[tuple[str, str, bool], list[str]] = defaultdict(list)
    for score in scores:
        for question in score.questions:
            bad = [outcome for outcome in question.outcomes if outcome.status == "failed"]
            if not bad or question.score is None:
                continue
            named = next((outcome.diagnosis for outcome in bad if outcome.diagnosis), "")
            key = (question.question, named or bad[0].aim, bool(named))
            who[key].append(score.submission)
            said[key].append("" if named else bad[0].message)
            lost[key] += max(0.0, question.points - question.score)
    found = [Trap(*key, tuple(names), round(lost[key], 6), _most_common(said[key])) for key, names in who.items()]
    return tuple(sorted(found, key=lambda trap: (-len(trap.students), -trap.lost, trap.question, trap.sentence)))


def check_figures(scores: Iterable[Score]) -> tuple[CheckFigures, ...]:
    """Every check over the class, in the order of the questions."""
    by_check: dict[str, list[Outcome]] = defaultdict(list)
    for score in scores:
        for outcome in score.outcomes:
            by_check[outcome.check].append(outcome)
    found = []
    for name, outcomes in by_check.items():
        messages = [o.message for o in outcomes if o.status == "failed" and o.message]
        first = outcomes[0]
        found.append(
            CheckFigures(
                check=name,
                question=first.question,
                aim=first.aim,
                hidden=first.hidden,
                passed=sum(o.status == "passed" for o in outcomes),
                failed=sum(o.status == "failed" for o in outcomes),
                blocked=sum(o.status == "blocked" for o in outcomes),
                said=_most_common(messages),
            )
        )
    return tuple(found)


def _most_common(messages: Sequence[str]) -> str:
    return Counter(messages).most_common(1)[0][0] if messages else ""


def histogram(shares: Sequence[float], bins: int = 10) -> tuple[int, ...]:
    """How many shares from 0 to 1 fall into each of `bins` equal parts; 1 is in the last.

    >>> histogram([0.0, 0.55, 1.0, 1.0], bins=4)
    (1, 0, 1, 2)
    """
    counts = [0] * bins
    for share in shares:
        counts[max(0, min(bins - 1, int(share * bins)))] += 1
    return tuple(counts)
