"""The exercise's contract, as a command: the bank of answers against the checks.

- the notebook as issued scores zero, the solution and every right answer score full marks;
- every wrong answer fails exactly the checks that it declares;
- every check is failed by at least one wrong answer.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from autograder.bank import Answers, load_bank, stub, weave
from autograder.course import Course, load_assignment
from autograder.errors import CourseError
from autograder.grading import grade
from autograder.notebook import notebook, text
from autograder.records import Assignment, Score
from autograder.sandbox import Sandbox
from autograder.submission import parse


@dataclass(frozen=True)
class Finding:
    """One answer of the bank, graded: `faults` says what does not hold and what to do; empty where all does."""

    answers: Answers
    score: Score
    failed: tuple[str, ...]
    faults: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """What validation found about one assignment."""

    slug: str
    checks: int
    findings: tuple[Finding, ...]
    faults: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether everything does."""
        return not self.faults and not any(finding.faults for finding in self.findings)


def validate(
    course: Course,
    slug: str,
    sandbox: Sandbox,
    *,
    jobs: int = 2,
    change: Callable[[Assignment], Assignment] = lambda assignment: assignment,
) -> Report:
    """Grades the whole bank of one assignment and holds it to the contract.

    Args:
        course: where the rooms are.
        slug: the assignment.
        sandbox: a running one.
        jobs: how many answers at a time.
        change: what to make of the assignment first; tests break a check by it.

    Raises:
        CourseError: the rooms cannot be read, or the built notebook is not what its text gives.
    """
    assignment = change(load_assignment(course, slug))
    book = fresh_notebook(course, slug)
    bank = (stub(), *load_bank(course, assignment))

    def one(answers: Answers) -> Finding:
        woven = weave(book, assignment.cells, answers)
        data = json.dumps(woven).encode()
        score = grade(assignment, parse(data, f"{answers.kind}/{answers.name}", Path(slug)), sandbox)
        return _hold(assignment, answers, score)

    with ThreadPoolExecutor(max_workers=jobs) as pool:
        findings = tuple(pool.map(one, bank))
    killed = {check for finding in findings if finding.answers.kind == "wrong" for check in finding.failed}
    faults = tuple(
        f"no wrong answer fails {check.name}: add one to solutions/{slug}/wrong, or delete the check"
        for check in assignment.checks
        if check.name not in killed
    )
    return Report(slug, len(assignment.checks), findings, faults)


def fresh_notebook(course: Course, slug: str) -> dict[str, object]:
    """The built notebook, which must be what its text gives; raises `CourseError` else."""
    book = notebook(course, slug)
    path = course.root / "assignments" / slug / f"{slug}.ipynb"
    if not path.exists() or path.read_text(encoding="utf-8") != text(book):
        raise CourseError(f"{slug}.ipynb is not what {slug}.py gives; run: gradescent build {slug}")
    return book


def _hold(assignment: Assignment, answers: Answers, score: Score) -> Finding:
    bad = {outcome.check: outcome for outcome in score.outcomes if outcome.status != "passed"}
    faults: list[str] = []
    if answers.kind == "stub" and score.score != 0:
        given = ", ".join(outcome.check for outcome in score.outcomes if outcome.credit > 0)
        faults.append(f"the notebook as issued scores {score.score:g}: {given} must not pass where nothing is answered")
    if answers.kind in {"solution", "right"}:
        for name, outcome in bad.items():
            said = " ".join(part for part in (outcome.message, outcome.measured) if part)
            faults.append(f"a right answer fails {name} ({said}): mend the check, or move the answer to wrong/")
    if answers.kind == "wrong":
        undeclared = sorted(bad.keys() - set(answers.fails))
        unfailed = sorted(set(answers.fails) - bad.keys())
        if undeclared:
            faults.append(
                f"also fails {', '.join(undeclared)} ({bad[undeclared[0]].message}): declare it, or mend the check"
            )
        if unfailed:
            faults.append(f"passes {', '.join(unfailed)}: mend the check, or take it from FAILS")
    if answers.kind != "stub":
        faults += [
            f"cell {stopped.cell} stopped: {stopped.message}" for stopped in score.trouble if answers.kind != "wrong"
        ]
    return Finding(answers, score, tuple(bad), tuple(faults))
