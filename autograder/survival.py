"""How the machine-made wrong answers fare against the checks.

A mutant that no check fails is either a gap in the checks or no change at all. Where the hole is a value and the mutant gives the
same one, that is seen by itself; else `solutions/<slug>/equivalent.toml` says why:

    ["descend: float(w0) -> float(-w0)"]
    reason = "…"

Of each is run and asked what it can touch (see `autograder.narrow`), check by check in the order of the notebook, and the first
check that fails is enough.
"""

from __future__ import annotations

import time
import tomllib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from autograder.authoring import Seen
from autograder.bank import load_bank
from autograder.course import Course, load_assignment
from autograder.diagnosis import same_sketches
from autograder.errors import CourseError
from autograder.grading import bank_sketches, seed_of
from autograder.judging import judge
from autograder.mutants import Mutant, mutants
from autograder.narrow import narrow, only
from autograder.program import Run, program
from autograder.records import Assignment, Submission
from autograder.sandbox import Lost, Sandbox, Session
from autograder.validate import Exhibit, find, fresh_notebook, handed_in, run_bank

# A mutant that runs for ever need not be waited for as long as a student's work: this many times all that the solution
# takes, and a second more. One that is listed as equivalent, and should survive, is given the student's time.
_PATIENCE = 3.0

Fate: TypeAlias = Literal["killed", "alive", "unchanged"]


@dataclass(frozen=True)
class MutationReport:
    """How the checks fared against the mutants; `unchanged` counts those that give the same value."""

    slug: str
    killed: int
    survivors: tuple[str, ...]
    unchanged: int
    equivalent: tuple[str, ...]
    stale: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether every mutant was killed or is listed with a reason, and nothing is listed that was killed."""
        return not self.survivors and not self.stale

    @property
    def others(self) -> int:
        """The mutants that change something: those that were killed or should have been."""
        return self.killed + len(self.survivors)


def run_mutants(course: Course, slug: str, sandbox: Sandbox, *, jobs: int = 2) -> MutationReport:
    """Runs every mutant of one assignment's solution against its checks.

    Raises:
        CourseError: an entry of `equivalent.toml` has no reason.
    """
    assignment = load_assignment(course, slug)
    solution = load_bank(course, assignment)[0]
    book = fresh_notebook(course, slug)
    [right] = run_bank(course, assignment, sandbox, jobs=1, bank=[solution])
    hasty = _in_haste(assignment, right)
    listed = _equivalent(course, slug)

    def one(mutant: Mutant) -> Fate:
        patient = assignment if mutant.name in listed else hasty
        submission = handed_in(course, assignment, book, mutant.answers)
        fails = _fails(*narrow(patient, submission, mutant.answers, solution), sandbox)
        if fails or (fails is False and not mutant.value):
            return "killed" if fails else "alive"
        [exhibit] = run_bank(course, patient, sandbox, jobs=1, bank=[mutant.answers])
        if find(assignment, exhibit).failed:
            return "killed"
        asked = only(assignment, exhibit.asked)
        same = same_sketches(bank_sketches(asked, exhibit.evidence), bank_sketches(asked, right.evidence))
        return "unchanged" if mutant.value and same else "alive"

    made = tuple(mutants(solution))
    with ThreadPoolExecutor(max_workers=jobs) as pool:
        fates = tuple(pool.map(one, made))
    alive = [mutant.name for mutant, fate in zip(made, fates, strict=True) if fate == "alive"]
    return MutationReport(
        slug=slug,
        killed=fates.count("killed"),
        survivors=tuple(name for name in alive if name not in listed),
        unchanged=fates.count("unchanged"),
        equivalent=tuple(name for name in alive if name in listed),
        stale=tuple(name for name in listed if name not in alive),
    )


def _equivalent(course: Course, slug: str) -> Sequence[str]:
    path = course.root / "solutions" / slug / "equivalent.toml"
    if not path.exists():
        return ()
    entries = tomllib.loads(path.read_text(encoding="utf-8"))
    for name, entry in entries.items():
        if not entry.get("reason"):
            raise CourseError(f"{path}: {name!r} needs a reason why it changes nothing")
    return tuple(entries)


def _in_haste(assignment: Assignment, right: Exhibit) -> Assignment:
    limits, seconds = assignment.limits, 1.0 + _PATIENCE * right.evidence.seconds
    cell, total = min(limits.cell_seconds, seconds), min(limits.total_seconds, 2 * seconds)
    return replace(assignment, limits=replace(limits, cell_seconds=cell, total_seconds=total))


def _fails(assignment: Assignment, submission: Submission, sandbox: Sandbox) -> bool | None:
    """Whether a check fails or has nothing to check; None where this is for grading proper to say, which tries twice."""
    seed = seed_of(assignment, submission)
    deadline = time.monotonic() + assignment.limits.total_seconds
    holes = [hole for check in assignment.checks for ask in check.drawn(seed) for hole in ask.holes]
    holes += [hole for question in assignment.questions for hole in question.holes]
    left = {check.question for check in assignment.checks}
    with sandbox.session(assignment.limits, seed=int(submission.digest[:8], 16)) as session:
        for name, data in submission.files.items():
            session.place(name, data)
        session.load(assignment.checks_source, list(dict.fromkeys(holes)))
        for step in program(assignment, submission):
            seconds = min(assignment.limits.cell_seconds, deadline - time.monotonic())
            if not left or seconds <= 0:
                break
            try:
                if isinstance(step, Run):
                    session.run(step.source, step.name, seconds)
                    continue
                session.capture(assignment.question(step.question).holes, seconds)
                if _one_fails(assignment, step.question, session, seed, seconds):
                    return True
            except Lost:
                return None
            except _Again:
                continue
            left.discard(step.question)
    return None if left else False


class _Again(Exception):
    """A name was not there yet: the question is asked once more at the end."""


def _one_fails(assignment: Assignment, question: str, session: Session, seed: str, seconds: float) -> bool:
    """Whether a check of a question fails: asks for one after the other, and no more once one has."""
    seen: dict[str, Seen] = {}
    for check in assignment.checks_of(question):
        asks = check.drawn(seed)
        for ask in asks:
            if ask.key not in seen:
                seen[ask.key] = session.probe(ask, seconds)
                if seen[ask.key].detail.startswith("NameError"):
                    raise _Again
        if judge(check, asks, seen, {}).status != "passed":
            return True
    return False
