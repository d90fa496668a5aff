"""`grade(submission) -> Score`: the one function behind every door.

program → (sandbox) → evidence → judge → outcomes → score
"""

from __future__ import annotations

import functools
import hashlib
import platform
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib import metadata

from autograder import diagnosis
from autograder.authoring import Ask, Check, Seen
from autograder.judging import judge, points
from autograder.pictures import drawing
from autograder.program import Point, Run, match, program, untouched
from autograder.records import (
    Assignment,
    Evidence,
    Outcome,
    Question,
    QuestionScore,
    Score,
    Submission,
    SubmittedCell,
    Trouble,
)
from autograder.sandbox.session import Lost, Sandbox, Session

MAX_RESTARTS = 8
GIVEN_UP = 2  # after so many asks that hung or ended the process, a function is called no more
IMPATIENT = 0.1  # the part of the time that a cell or a function gets once it has hung
KEPT_CHARACTERS = 200_000  # of a student's code, in the results
_TEXT = {"prose", "written"}
PICTURE_SECONDS = 5.0  # a picture is not worth more of the student's time


def grade(assignment: Assignment, submission: Submission, sandbox: Sandbox) -> Score:
    """Runs a submission in the sandbox, judges what was seen, and adds up.

    Args:
        assignment: from `autograder.course.load_assignment`.
        submission: from `autograder.submission.collect`.
        sandbox: a running one; it may serve several threads.

    Returns:
        The score. The same submission gets the same score, whoever grades it and in whatever order.

    Raises:
        SandboxError: the sandbox, and not the student's code, failed.
    """
    return score(assignment, submission, observe(assignment, submission, sandbox), seed_of(assignment, submission))


def observe(assignment: Assignment, submission: Submission, sandbox: Sandbox) -> Evidence:
    """What grading a submission looks at: the half of `grade` in which its code runs; raises `SandboxError`."""
    seed = seed_of(assignment, submission)
    return gather(assignment, submission, sandbox, (seed, diagnosis.SEED) if assignment.misconceptions else (seed,))


def seed_of(assignment: Assignment, submission: Submission) -> str:
    """From what hidden inputs are drawn: the same for the same work, whoever grades it."""
    return f"{assignment.slug}/{submission.digest}"


# --- evidence ---------------------------------------------------------------------------------------------


@dataclass
class _Notes:
    """What has been seen so far; outlives the process that it was seen in."""

    seen: dict[tuple[str, str], Seen] = field(default_factory=dict)
    trouble: dict[int, Trouble] = field(default_factory=dict)
    skipped: set[int] = field(default_factory=set)
    slow: set[Run] = field(default_factory=set)  # ran out of time
    again: set[tuple[str, str]] = field(default_factory=set)
    ended: Counter[tuple[str, ...]] = field(default_factory=Counter)  # of the holes of an ask, how many ended badly
    layers: tuple[str, ...] = ()
    asking: dict[str, float] = field(default_factory=dict)


def gather(assignment: Assignment, submission: Submission, sandbox: Sandbox, seeds: Sequence[str]) -> Evidence:
    """Runs the student's cells and makes every ask of every check, with the inputs drawn from each of the seeds.

    A cell or an ask that ends the process costs itself: the program is run again without it. A function that hangs or ends
    the process again and again is soon called no more, so that the rest of the notebook has its time.
    """
    steps = program(assignment, submission)
    asks = {question.id: _asks(assignment, question.id, seeds) for question in assignment.questions}
    sandbox.ready()
    notes = _Notes()
    seed = int(submission.digest[:8], 16)
    started: float | None = None
    for _ in range(MAX_RESTARTS + 1):
        with sandbox.session(assignment.limits, assignment.checks_source, seed) as session:
            # Not before: to wait for a process is no student's time.
            started = started or time.monotonic()
            deadline = started + assignment.limits.total_seconds
            notes.layers = session.layers
            for name, data in submission.files.items():
                session.place(name, data)
            walk = _Walk(assignment, steps, asks, deadline, notes, session)
            if _walk(walk):
                _look(walk)
                break
    for question, wanted in asks.items():
        for ask in wanted:
            lost = Seen(ask.inputs, status="lost", detail="the notebook ended the process too often")
            notes.seen.setdefault((question, ask.key), lost)
    trouble = tuple(notes.trouble[number] for number in sorted(notes.trouble))
    seconds = time.monotonic() - started if started else 0.0
    return Evidence(notes.seen, trouble, notes.layers, seconds, notes.asking)


def _asks(assignment: Assignment, question: str, seeds: Sequence[str]) -> tuple[Ask, ...]:
    """The asks of a question, each once."""
    drawn = (ask for seed in seeds for check in assignment.checks_of(question) for ask in check.drawn(seed))
    return tuple({ask.key: ask for ask in drawn}.values())


@dataclass(frozen=True)
class _Walk:
    """One walk through the program in one process."""

    assignment: Assignment
    steps: tuple[Run | Point, ...]
    asks: Mapping[str, tuple[Ask, ...]]
    deadline: float
    notes: _Notes
    session: Session

    def seconds(self) -> float:
        """How long the next step may take."""
        return max(0.05, min(self.assignment.limits.cell_seconds, self.deadline - time.monotonic()))


def _walk(walk: _Walk) -> bool:
    """Walks through the program; False where the process did not survive it."""
    assignment, notes = walk.assignment, walk.notes
    holes = {question.id: question.holes for question in assignment.questions}
    walk.session.load(assignment.looked_at)
    bound: frozenset[str] = frozenset()
    waiting: list[str] = []
    for index, step in enumerate(walk.steps):
        if isinstance(step, Point):
            waiting.append(step.question)
        elif index not in notes.skipped:
            try:
                bound = _run(walk, step, bound)
            except Lost as lost:
                notes.skipped.add(index)
                notes.trouble[step.number] = Trouble(step.number, None, f"This cell {lost}.", step.source)
                return False
        # A question whose holes come later (cells moved about) is probed as soon as they are there.
        for question in [q for q in waiting if bound.issuperset(holes[q])]:
            waiting.remove(question)
            if not _probe(walk, question):
                return False
    placed = {step.question for step in walk.steps if isinstance(step, Point)}
    if not all(_probe(walk, question) for question in (*waiting, *(q for q in walk.asks if q not in placed))):
        return False
    # Whoever runs cells out of order may have a helper below the check that needs it: ask once more at the end,
    # of the values that the holes had at their check.
    for key, seen in tuple(notes.seen.items()):
        if seen.status == "raised" and seen.detail.startswith("NameError") and key not in notes.again:
            notes.again.add(key)
            del notes.seen[key]
            if not _ask(walk, key[0]):
                return False
    return True


def _run(walk: _Walk, step: Run, bound: frozenset[str]) -> frozenset[str]:
    if time.monotonic() > walk.deadline:
        message = f"Not run: the notebook had used its {walk.assignment.limits.total_seconds:g} s."
        walk.notes.trouble.setdefault(step.number, Trouble(step.number, None, message, step.source))
        return bound
    seconds = walk.seconds() * (IMPATIENT if step in walk.notes.slow else 1.0)
    report = walk.session.run(step.source, step.name, seconds)
    if report.status != "ok":
        timeout = f"This cell was stopped after {seconds:.3g} s."
        message = timeout if report.status == "timeout" else report.detail
        walk.notes.trouble.setdefault(step.number, Trouble(step.number, report.line, message, step.source))
        if report.status == "timeout":
            walk.notes.slow.add(step)
    return report.bound


def _look(walk: _Walk) -> None:
    """Makes the asks of the pictures, last of all: what becomes of the process costs no check anything."""
    seen = walk.notes.seen
    for picture in walk.assignment.pictures:
        for ask in picture.asks:
            given_up = walk.notes.ended[ask.holes] >= GIVEN_UP
            if given_up or (picture.question, ask.key) in seen or time.monotonic() > walk.deadline:
                continue
            try:
                seen[picture.question, ask.key] = walk.session.probe(ask, min(PICTURE_SECONDS, walk.seconds()))
            except Lost:
                return


def _probe(walk: _Walk, question: str) -> bool:
    """Keeps the question's holes as they are now and makes its asks; False where the process did not survive it."""
    try:
        walk.session.capture(walk.assignment.question(question).holes, walk.seconds())
    except Lost as lost:
        for ask in walk.asks[question]:
            walk.notes.seen.setdefault((question, ask.key), Seen(ask.inputs, status="lost", detail=f"your code {lost}"))
        return False
    return _ask(walk, question)


def _ask(walk: _Walk, question: str) -> bool:
    """Makes the asks of a question that are still open; False where one of them ended the process."""
    started = time.monotonic()
    try:
        return all(_one_ask(walk, question, ask) for ask in walk.asks[question])
    finally:
        walk.notes.asking[question] = walk.notes.asking.get(question, 0.0) + time.monotonic() - started


def _one_ask(walk: _Walk, question: str, ask: Ask) -> bool:
    notes, survived = walk.notes, True
    if (question, ask.key) in notes.seen:
        return True
    if notes.ended[ask.holes] >= GIVEN_UP:
        seen = Seen(ask.inputs, status="lost", detail=f"not called again, after {GIVEN_UP} calls that did not return")
    elif time.monotonic() > walk.deadline:
        used = f"the notebook had used its {walk.assignment.limits.total_seconds:g} s"
        seen = Seen(ask.inputs, status="timeout", detail=used)
    else:
        try:
            seen = walk.session.probe(ask, walk.seconds() * (IMPATIENT if notes.ended[ask.holes] else 1.0))
        except Lost as lost:
            seen, survived = Seen(ask.inputs, status="lost", detail=f"your code {lost}"), False
        notes.ended[ask.holes] += seen.status in {"timeout", "lost"}
    notes.seen[question, ask.key] = seen
    return survived


# --- score ------------------------------------------------------------------------------------------------


def score(assignment: Assignment, submission: Submission, evidence: Evidence, seed: str) -> Score:
    """Judges the evidence and adds up."""
    return add_up(assignment, submission, evidence, seed, judge_all(assignment, evidence, seed))


def judge_all(assignment: Assignment, evidence: Evidence, seed: str) -> Mapping[str, Outcome]:
    """The outcome of each check, by its name."""
    why_missing = why_holes_are_missing(assignment, evidence.trouble)
    by_question: dict[str, dict[str, Seen]] = defaultdict(dict)
    for (question, key), seen in evidence.seen.items():
        by_question[question][key] = seen
    return {
        check.name: judge(check, check.drawn(seed), by_question[check.question], why_missing)
        for check in assignment.checks
    }


def add_up(
    assignment: Assignment, submission: Submission, evidence: Evidence, seed: str, outcomes: Mapping[str, Outcome]
) -> Score:
    """Names what went wrong where it is known, and adds up.

    Args:
        outcomes: of all checks, by their names.
    """
    judged = {
        question.id: tuple(outcomes[check.name] for check in assignment.checks_of(question.id))
        for question in assignment.questions
    }
    named = _named(assignment, evidence, judged) if assignment.misconceptions else {}
    questions = []
    for question in assignment.questions:
        if question.written:
            questions.append(
                QuestionScore(question.id, None, question.points, text=_written(question, assignment, submission))
            )
            continue
        own = judged[question.id]
        own = tuple(replace(o, diagnosis=named[o.check].sentence) if o.check in named else o for o in own)
        given, seconds = points(question.points, own), round(evidence.asking.get(question.id, 0.0), 3)
        questions.append(QuestionScore(question.id, given, question.points, own, seconds=seconds))
    return Score(
        submission=submission.student,
        assignment=assignment.slug,
        status="graded",
        questions=tuple(questions),
        trouble=evidence.trouble,
        layers=evidence.layers,
        seconds=round(evidence.seconds, 3),
        seed=seed,
        versions=versions(),
        cells=_own(assignment, submission),
        drawings=tuple(drawing(picture, evidence.seen) for picture in assignment.pictures),
        files={name: hashlib.sha256(data).hexdigest() for name, data in submission.files.items()},
    )


def _own(assignment: Assignment, submission: Submission) -> tuple[SubmittedCell, ...]:
    """The code cells that the student wrote or changed, as far as anybody reads: what is longer is cut."""
    issued = {cell.name: cell for cell in assignment.cells}
    code = (cell for cell in submission.cells if cell.kind == "code" and cell.source.strip())
    left, kept = KEPT_CHARACTERS, list[SubmittedCell]()
    for cell in (c for c in code if not untouched(c, issued.get(match(c, assignment) or ""))):
        kept.append(replace(cell, source=cell.source[:left]))
        left -= len(kept[-1].source)
        if not left:
            break
    return tuple(kept)


def bank_sketches(assignment: Assignment, evidence: Evidence) -> diagnosis.Sketches:
    """The part of the evidence that can be compared with the bank's."""
    keys: dict[str, dict[str, None]] = {}
    for check in (check for question in assignment.questions for check in assignment.checks_of(question.id)):
        keys.setdefault(check.question, {}).update(dict.fromkeys(_bank_keys(check)))
    return diagnosis.sketches(evidence.seen, keys)


def _bank_keys(check: Check) -> tuple[str, ...]:
    """The keys of what a check asks of the bank."""
    return tuple(ask.key for ask in check.drawn(diagnosis.SEED))


def _named(
    assignment: Assignment, evidence: Evidence, judged: Mapping[str, Sequence[Outcome]]
) -> Mapping[str, diagnosis.Misconception]:
    """For each failed check, by its name, the misconception that it is, where it is one."""
    bank, own = assignment.misconceptions, bank_sketches(assignment, evidence)
    failed = {q: [o.check for o in outcomes if o.status == "failed"] for q, outcomes in judged.items()}
    whole = diagnosis.diagnose(bank, own, [question for question in failed if failed[question]])
    everywhere = {check for checks in failed.values() for check in checks}
    found: dict[str, diagnosis.Misconception] = {}
    for question, checks in failed.items():
        if question in whole:
            found |= {check: whole[question] for check in checks if check in whole[question].fails}
        elif checks:
            asked = {check.name: check.drawn(diagnosis.SEED) for check in assignment.checks_of(question)}
            keys = {name: {ask.key for ask in asks} for name, asks in asked.items()}
            holes = {name: {hole for ask in asks for hole in ask.holes} for name, asks in asked.items()}
            found |= diagnosis.diagnose_checks(bank, own, question, everywhere, keys, holes)
    return found


@functools.cache
def versions() -> Mapping[str, str]:
    """What graded: Python, and the packages that marks may depend on."""
    found = {"python": platform.python_version()}
    for name in ("gradescent", "torch", "numpy"):
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def why_holes_are_missing(assignment: Assignment, trouble: Iterable[Trouble]) -> Mapping[str, str]:
    """For each hole, the trouble of the first cell that set out to bind it."""
    found: dict[str, str] = {}
    for stopped in trouble:
        for hole in (hole for question in assignment.questions for hole in question.holes):
            if re.search(
                rf"\b(def|class)\s+{re.escape(hole)}\b|^{re.escape(hole)}\s*(:|=)", stopped.source, re.MULTILINE
            ):
                line = f", line {stopped.line}" if stopped.line else ""
                own = f"cell {stopped.cell}{line} stopped with {stopped.message}"
                given = f"a given cell{line} stopped with {stopped.message}"
                found.setdefault(hole, own if stopped.cell else given)
    return found


def _written(question: Question, assignment: Assignment, submission: Submission) -> str:
    """What the student wrote for a question that a person marks.

    That is the text in its cell, and in text cells of their own below it up to the next issued cell. Where there is none, it
    is all their text that stands at no such question: it may hold the answer, and a person sees whether it does. A line
    that was issued, wherever, is nobody's answer, and nor is what a cell of ours had from the start.
    """
    asked = {cell.name: cell.question for cell in assignment.cells if cell.role == "written"}
    issued = {cell.name: cell.source for cell in assignment.cells if cell.role in _TEXT}
    ours = {line.strip() for source in issued.values() for line in source.splitlines()}
    texts: dict[str | None, list[str]] = defaultdict(list)
    here = None
    for cell in submission.cells:
        name = match(cell, assignment)
        if name is not None:
            here = asked.get(name)
        if cell.kind == "markdown":
            # A formula's $$ is anybody's, unless it stands where it stood.
            lines = _put_in(cell.source, issued.get(name or "", ""))
            own = [line for line in lines if line.strip() not in ours or not any(map(str.isalpha, line))]
            # Of cells of ours that were joined or split, $$ and rules of tables may be left: alone they say nothing.
            if any(line and (line not in ours or any(map(str.isalnum, line))) for line in map(str.strip, own)):
                texts[here].append("\n".join(own).strip())
    return "\n\n".join(texts[question.id] or texts[None])


def _put_in(source: str, issued: str) -> list[str]:
    """The lines that were put into an issued cell in one place; all lines, where more was done to it."""
    lines, given = source.strip().splitlines(), issued.strip().splitlines()
    alike = [line.rstrip() == other.rstrip() for line, other in zip(lines, given, strict=False)]
    start = (*alike, False).index(False)
    alike = [a.rstrip() == b.rstrip() for a, b in zip(reversed(lines[start:]), reversed(given[start:]), strict=False)]
    end = (*alike, False).index(False)
    return lines[start : len(lines) - end] if start + end == len(given) else lines
