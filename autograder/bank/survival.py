"""How the machine-made wrong answers fare against the checks.

A mutant that no check fails is either a gap in the checks or no change at all. Where the hole is a value and the mutant gives the
same one, that is seen by itself; else `solutions/<slug>/equivalent.toml` says why:

    ["descend: float(w0) -> float(-w0)"]
    reason = "…"

Most mutants fail a check of the question that they are about, so that one is asked first, check by check, and the first
that fails is enough. Only what no such check fails is run and judged like any other answer, by all checks.
"""

from __future__ import annotations

import time
import tomllib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from autograder.authoring import Seen
from autograder.bank import load_bank
from autograder.bank.mutants import Mutant, mutants
from autograder.bank.narrow import narrow, questions_of
from autograder.bank.validate import Exhibit, beside, find, fresh_notebook, handed_in, run_one
from autograder.course import Course, load_assignment
from autograder.diagnosis import same_sketches
from autograder.errors import CourseError
from autograder.grading import bank_sketches, seed_of
from autograder.judging import judge
from autograder.program import Run, program
from autograder.records import Assignment, Submission
from autograder.sandbox.session import Lost, Sandbox, Session

# A mutant that runs for ever need not be waited for as long as a student's work: this many times all that the solution
# takes, and a second more. One that is listed as equivalent, and should survive, is given the student's time.
_PATIENCE = 3.0


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
    right = run_one(course, assignment, sandbox, book, solution, solution)
    hasty = _in_haste(assignment, right)
    listed = _equivalent(course, slug)

    def one(mutant: Mutant) -> Exhibit | None:
        """What was seen of a mutant that no check fails."""
        patient = assignment if mutant.name in listed else hasty
        whole = handed_in(course, assignment, book, mutant.answers)
        if _fails_at_home(*narrow(patient, whole, mutant.answers, solution), sandbox):
            return None
        exhibit = beside(run_one(course, patient, sandbox, book, mutant.answers, solution), right)
        return None if find(assignment, exhibit).failed else exhibit

    made = tuple(mutants(solution))
    with ThreadPoolExecutor(max_workers=jobs) as pool:
        exhibits = tuple(pool.map(one, made))
    survived = [
        (mutant, mutant.value and _same(assignment, exhibit, right))
        for mutant, exhibit in zip(made, exhibits, strict=True)
        if exhibit is not None
    ]
    alive = [mutant.name for mutant, unchanged in survived if not unchanged]
    return MutationReport(
        slug=slug,
        killed=len(made) - len(survived),
        survivors=tuple(name for name in alive if name not in listed),
        unchanged=len(survived) - len(alive),
        equivalent=tuple(name for name in alive if name in listed),
        stale=tuple(name for name in listed if name not in alive),
    )


def _same(assignment: Assignment, exhibit: Exhibit, right: Exhibit) -> bool:
    """Whether a mutant looks like the solution."""
    asked = questions_of(assignment, exhibit.asked)
    return same_sketches(bank_sketches(asked, exhibit.evidence), bank_sketches(asked, right.evidence))


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


def _fails_at_home(assignment: Assignment, submission: Submission, sandbox: Sandbox) -> bool:
    """Whether a check fails, or has nothing to check, of the questions that the mutant can touch.

    No says little: other questions were not asked, and what a second try might mend was left to it.
    """
    left = {question.id for question in assignment.questions}
    deadline = time.monotonic() + assignment.limits.total_seconds
    with sandbox.session(assignment.limits, assignment.checks_source, seed=int(submission.digest[:8], 16)) as session:
        for name, data in submission.files.items():
            session.place(name, data)
        session.load(assignment.looked_at)
        for step in program(assignment, submission):
            seconds = min(assignment.limits.cell_seconds, deadline - time.monotonic())
            if not left or seconds <= 0:
                break
            try:
                if isinstance(step, Run):
                    session.run(step.source, step.name, seconds)
                elif step.question in left:
                    left.remove(step.question)
                    session.capture(assignment.question(step.question).holes, seconds)
                    if _fails(assignment, step.question, session, seed_of(assignment, submission), seconds):
                        return True
            except Lost:
                break
    return False


def _fails(assignment: Assignment, question: str, session: Session, seed: str, seconds: float) -> bool:
    """Whether a check of a question fails: asks for one after the other, and no more once one has."""
    seen: dict[str, Seen] = {}
    for check in assignment.checks_of(question):
        asks = check.drawn(seed)
        for ask in asks:
            if ask.key not in seen:
                seen[ask.key] = session.probe(ask, seconds)
        again = any(seen[ask.key].detail.startswith("NameError") for ask in asks)  # asked once more at the end
        if not again and judge(check, asks, seen, {}).status != "passed":
            return True
    return False
