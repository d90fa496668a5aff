"""The records that pass between the stages, all frozen.

    Submission → Evidence → Outcome → Score

What an assignment is (`Assignment`, `Question`, `Cell`) comes from its rooms by way of `autograder.course`; what
a check is, from `autograder.authoring`.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from autograder.authoring import Check, Picture, Probe, Seen
from autograder.plain import Plain

if TYPE_CHECKING:
    from autograder.diagnosis import Misconception

Role = Literal["prose", "given", "setup", "answer", "check", "written"]


@dataclass(frozen=True)
class Limits:
    """What one submission may use. A submission that goes past one loses the step that did so."""

    cell_seconds: float = 30.0
    total_seconds: float = 120.0
    cpu_seconds: int = 240
    memory_mb: int = 2048
    file_mb: int = 64
    output_mb: int = 128  # all that its process may answer; what it prints goes nowhere
    open_files: int = 128
    processes: int = 64


@dataclass(frozen=True)
class Cell:
    """One cell of the notebook as issued.

    Attributes:
        name: unique in the assignment; also the cell's id.
        role: `answer` and `written` cells are the student's to fill in, the others are put back as issued.
        question: the question that an `answer`, `check` or `written` cell belongs to.
        holes: the names that an `answer` cell binds.
        shows: a `given` cell that only shows something, such as a plot. A grader, who looks at no plot, passes it over
            where nothing else uses what it binds.
    """

    name: str
    role: Role
    source: str
    question: str | None = None
    holes: tuple[str, ...] = ()
    shows: bool = False


@dataclass(frozen=True)
class Question:
    """One question: `points` are shared among its checks by their weights, or given by a person (`written`)."""

    id: str
    title: str
    points: float
    holes: tuple[str, ...] = ()
    written: bool = False
    rubric: str = ""


@dataclass(frozen=True)
class Assignment:
    """One unit of the course, as the grader sees it.

    Attributes:
        files: what may be handed in beside the notebook; it lies where the student's cells run.
    """

    slug: str
    title: str
    cells: tuple[Cell, ...]
    questions: tuple[Question, ...]
    probes: Mapping[str, Probe]
    checks: tuple[Check, ...]
    checks_source: str
    limits: Limits
    root: Path
    misconceptions: tuple[Misconception, ...] = ()
    pictures: tuple[Picture, ...] = ()
    files: tuple[str, ...] = ()

    @property
    def max_score(self) -> float:
        """The points that checks can give; a written question's are added by a person."""
        return sum(question.points for question in self.questions if not question.written)

    @functools.cached_property
    def looked_at(self) -> tuple[str, ...]:
        """The names that are looked at: the holes, and what the asks need besides, of questions that are not here."""
        asks = [ask for check in self.checks for ask in check.drawn("")]
        asks += [ask for picture in self.pictures for ask in picture.asks]
        named = [question.holes for question in self.questions] + [ask.holes for ask in asks]
        return tuple(dict.fromkeys(hole for holes in named for hole in holes))

    def question(self, name: str) -> Question:
        """The question `name`; raises `KeyError` where there is none."""
        for question in self.questions:
            if question.id == name:
                return question
        raise KeyError(name)

    def checks_of(self, question: str) -> tuple[Check, ...]:
        """The checks of one question, public ones first."""
        return tuple(check for check in self.checks if check.question == question)


@dataclass(frozen=True)
class SubmittedCell:
    """One code or markdown cell of a student's notebook; `number` counts all its cells from 1."""

    number: int
    kind: Literal["code", "markdown"]
    source: str
    identity: str | None = None


@dataclass(frozen=True)
class Submission:
    """One student's notebook, read but not yet run.

    Attributes:
        files: those handed in beside it that the assignment asks for.
        note: what the instructor should look at, about those files.
    """

    student: str
    path: Path
    slug: str | None
    cells: tuple[SubmittedCell, ...]
    digest: str
    files: Mapping[str, bytes] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True)
class Trouble:
    """A cell of the student's that stopped: where, and how Python puts it."""

    cell: int
    line: int | None
    message: str
    source: str = ""


@dataclass(frozen=True)
class Evidence:
    """What the probes of one submission returned, and how its cells fared: data only.

    Attributes:
        seen: for each question and ask (`Ask.key`), what was observed.
        trouble: the cells that raised, ran out of time or ended the process.
        layers: the isolation that was in force.
        seconds: wall time of the student's code and the probes.
        asking: for each question, the part of it that its probes took.
    """

    seen: Mapping[tuple[str, str], Seen]
    trouble: tuple[Trouble, ...] = ()
    layers: tuple[str, ...] = ()
    seconds: float = 0.0
    asking: Mapping[str, float] = field(default_factory=dict)


Status = Literal["passed", "failed", "blocked"]

HIDDEN_SENTENCE = "A hidden check of this question did not pass: try your code on inputs of your own."


@dataclass(frozen=True)
class Outcome:
    """What one check found.

    `blocked` means "could not be checked" (nothing to check, nothing fair to be said, or the grader at fault), never "wrong";
    `fault`, that it was the grader.
    """

    check: str
    question: str
    aim: str
    status: Status
    weight: float
    credit: float
    hidden: bool = False
    message: str = ""
    measured: str = ""
    allowed: str = ""
    hint: str = ""
    diagnosis: str = ""
    fault: bool = False

    def lines(self) -> tuple[str, ...]:
        """What the student may read: all of a public check, one fixed sentence of a hidden one."""
        if self.status == "passed":
            return () if self.hidden else (self.aim,)
        if self.hidden:
            if self.status == "blocked" and self.message:
                return (self.message,)
            return (HIDDEN_SENTENCE, self.diagnosis) if self.diagnosis else (HIDDEN_SENTENCE,)
        shown = (
            self.aim,
            self.message,
            # Where a check itself is at fault, what was measured is our error, for its author.
            f"measured: {self.measured}" if self.measured and self.status == "failed" else "",
            f"allowed: {self.allowed}" if self.allowed and self.status == "failed" else "",
            self.diagnosis,
            f"hint: {self.hint}" if self.hint and self.status == "failed" else "",
        )
        return tuple(line for line in shown if line)


@dataclass(frozen=True)
class Drawing:
    """What a picture of one submission is drawn from, small enough to be kept with its score.

    Attributes:
        picture: its name, among the assignment's pictures.
        values: what was seen, as `autograder.pictures.keep` leaves it: data that JSON can hold.
        missing: where there is nothing to draw, one line on why.
    """

    picture: str
    question: str
    values: tuple[Any, ...] = ()
    missing: str = ""


@dataclass(frozen=True)
class QuestionScore:
    """One question's points; `score` is None for a written question that no person has marked yet.

    Attributes:
        text: what the student wrote, where a person marks it.
        reason: where a person gave the points, what they said to it.
        found: where a person gave other points than the checks did, those of the checks.
        seconds: wall time of the probes.
    """

    question: str
    score: float | None
    points: float
    outcomes: tuple[Outcome, ...] = ()
    text: str = ""
    reason: str = ""
    found: float | None = None
    seconds: float = 0.0

    @property
    def passed(self) -> bool:
        """Whether every check passed."""
        return bool(self.outcomes) and all(outcome.status == "passed" for outcome in self.outcomes)


@dataclass(frozen=True)
class Score:
    """One submission's marks: what the doors transcribe and the results keep.

    Attributes:
        status: "graded", or a word for why it could not be.
        note: where `status` is not "graded", one sentence that says what to do; else what the instructor should look at.
        cells: the code cells that the student wrote or changed.
        drawings: what the pictures are drawn from.
        files: the SHA-256 of each file that was handed in beside the notebook and is looked at, by its name.
        penalty: points taken off, such as for handing in late; `why_penalty` says for what.
    """

    submission: str
    assignment: str
    status: str
    note: str = ""
    questions: tuple[QuestionScore, ...] = ()
    trouble: tuple[Trouble, ...] = ()
    layers: tuple[str, ...] = ()
    seconds: float = 0.0
    seed: str = ""
    versions: Mapping[str, str] = field(default_factory=dict)
    cells: tuple[SubmittedCell, ...] = ()
    drawings: tuple[Drawing, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    penalty: float = 0.0
    why_penalty: str = ""

    @property
    def score(self) -> float:
        """Points given so far, less the penalty."""
        return round(sum(question.score or 0.0 for question in self.questions) - self.penalty, 6)

    @property
    def max_score(self) -> float:
        """Points that checks can give."""
        return sum(question.points for question in self.questions if question.score is not None)

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """Every outcome, in the order of the questions."""
        return tuple(outcome for question in self.questions for outcome in question.outcomes)

    @property
    def faults(self) -> tuple[Outcome, ...]:
        """The outcomes that are none, since the grader failed: marks are missing that nobody has lost."""
        return tuple(outcome for outcome in self.outcomes if outcome.fault)


__all__ = [
    "HIDDEN_SENTENCE",
    "Assignment",
    "Cell",
    "Drawing",
    "Evidence",
    "Limits",
    "Outcome",
    "Plain",
    "Question",
    "QuestionScore",
    "Role",
    "Score",
    "Status",
    "Submission",
    "SubmittedCell",
    "Trouble",
]
