"""The exercise's contract, as a command: the bank of answers against the checks.

- The notebook as issued scores zero; the solution and every right answer score full marks.
- Every wrong answer fails exactly the checks that it declares, and every check fails at least one by itself.
- Wrong answers are diagnosed as themselves, and right ones as nothing.

Running the bank (`run_bank`) and judging it (`hold`) are apart, so that a changed check is judged without running again.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from autograder import diagnosis
from autograder.bank import Answers, solution_of, weave, whole_bank
from autograder.bank.narrow import narrow, questions_of
from autograder.course import Course, bank_path, load_assignment, notebook_path, pictures_path
from autograder.errors import CourseError
from autograder.grading import add_up, bank_sketches, gather, judge_all, seed_of
from autograder.judging import judge_passed, points
from autograder.notebook import notebook, text
from autograder.pictures import drawing, load_solution, same_drawings, undrawable
from autograder.records import Assignment, Drawing, Evidence, Score, Submission
from autograder.sandbox.session import Sandbox
from autograder.submission import parse, with_files

DIAGNOSED = 0.95  # the share of wrong answers that must be named by their own sentence


@dataclass(frozen=True)
class Exhibit:
    """One answer of the bank, run.

    Attributes:
        evidence: what was seen of it; what it cannot touch (see `autograder.bank.narrow`) as it was seen of the solution.
        asked: the checks that it can touch.
    """

    answers: Answers
    submission: Submission
    evidence: Evidence
    asked: frozenset[str]


@dataclass(frozen=True)
class Finding:
    """One answer of the bank, judged.

    Attributes:
        failed: the checks that did not pass.
        judged: those of them whose own function said so, and not the engine because the code raised.
        faults: what does not hold and what to do; empty where all does.
        diagnosed: whether its own sentence was found for it.
    """

    answers: Answers
    score: Score
    failed: tuple[str, ...]
    judged: tuple[str, ...]
    faults: tuple[str, ...]
    diagnosed: bool


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

    def of(self, *kinds: str) -> tuple[Finding, ...]:
        """The findings about answers of these kinds."""
        return tuple(finding for finding in self.findings if finding.answers.kind in kinds)


def validate(
    course: Course, slug: str, sandbox: Sandbox, *, jobs: int = 2, whole: bool = False, draws: int = 1
) -> Report:
    """Runs and judges the whole bank of one assignment.

    Args:
        whole: whether every answer is asked everything, also what it cannot touch.
        draws: how many times, each with other drawn inputs: one shows that a check can tell answers apart, not that it will.

    Raises:
        CourseError: the rooms cannot be read, or the built notebook is not what its text gives.
    """
    assignment = load_assignment(course, slug)
    bank = whole_bank(course, assignment)
    exhibits, findings = [], []
    for exhibit in run_bank(course, assignment, sandbox, bank, whole=whole, jobs=jobs):
        exhibits.append(exhibit)
        findings.append(find(assignment, exhibit))  # while the next ones run
    report = with_bank(course, assignment, exhibits, contract(assignment, findings))
    for draw in range(1, draws):
        again = run_bank(course, assignment, sandbox, bank, whole=whole, jobs=jobs, draw=draw)
        report = _drawn_again(report, [find(assignment, exhibit) for exhibit in again], draw)
    return report


def _drawn_again(report: Report, findings: Sequence[Finding], draw: int) -> Report:
    """The report with what did not hold of the same answers in another draw."""
    pairs = zip(report.findings, findings, strict=True)
    both = (replace(a, faults=(*a.faults, *(f"draw {draw + 1}: {fault}" for fault in b.faults))) for a, b in pairs)
    return replace(report, findings=tuple(both))


def with_bank(course: Course, assignment: Assignment, exhibits: Sequence[Exhibit], report: Report) -> Report:
    """The report, with a fault more for each file that is not what the whole bank gives, and each picture that breaks."""
    slug, stale = assignment.slug, []
    if not diagnosis.same_bank(misconceptions(assignment, exhibits), diagnosis.load(bank_path(course, slug))):
        stale.append(f"{slug}/bank.json is not what the wrong answers give; run: gradescent build {slug}")
    drawings = solution_drawings(assignment, exhibits)
    stale += undrawable(assignment.pictures, drawings)
    if not same_drawings(drawings, load_solution(pictures_path(course, slug))):
        stale.append(f"{slug}/pictures.json is not what the solution's pictures show; run: gradescent build {slug}")
    return replace(report, faults=(*report.faults, *stale))


def run_bank(
    course: Course,
    assignment: Assignment,
    sandbox: Sandbox,
    bank: Sequence[Answers],
    *,
    solved: Exhibit | None = None,
    whole: bool = False,
    jobs: int = 2,
    draw: int = 0,
) -> Iterator[Exhibit]:
    """Runs answers in the sandbox, several at a time, and yields them in their order.

    Args:
        bank: which ones.
        solved: the solution, run before, where it is not among them. The others are asked only what they can differ in.
        whole: whether they are asked everything.
        draw: another number gives other drawn inputs.
    """
    book = fresh_notebook(course, assignment.slug)
    solution = None if whole else solved.answers if solved else solution_of(bank)
    order = sorted(range(len(bank)), key=lambda place: bank[place].kind != "solution")
    with ThreadPoolExecutor(max_workers=jobs) as pool:
        running = {
            place: pool.submit(run_one, course, assignment, sandbox, book, bank[place], solution, draw)
            for place in order
        }
        try:
            solved = solved or running[order[0]].result()
            for place in range(len(bank)):
                yield beside(running.pop(place).result(), solved)
        finally:
            for waiting in running.values():
                waiting.cancel()


def run_one(
    course: Course,
    assignment: Assignment,
    sandbox: Sandbox,
    book: Mapping[str, object],
    answers: Answers,
    solution: Answers | None,
    draw: int = 0,
) -> Exhibit:
    """One answer of `run_bank`; `book` is the notebook as issued. What it was not asked is left open."""
    submission = handed_in(course, assignment, book, answers, draw)
    seeds = (seed_of(assignment, submission), diagnosis.SEED)
    # Pictures are of no check; only the solution's are kept.
    asked, run = replace(assignment, pictures=assignment.pictures if answers.kind == "solution" else ()), submission
    if solution is not None:
        asked, run = narrow(asked, submission, answers, solution)
    evidence = gather(asked, run, sandbox, seeds)
    return Exhibit(answers, submission, evidence, frozenset(check.name for check in asked.checks))


def beside(exhibit: Exhibit, solved: Exhibit) -> Exhibit:
    """With what was seen of the solution where the answer was not asked, since it cannot differ there."""
    seen = {**solved.evidence.seen, **exhibit.evidence.seen}
    return replace(exhibit, evidence=replace(exhibit.evidence, seen=seen))


def handed_in(
    course: Course, assignment: Assignment, book: Mapping[str, object], answers: Answers, draw: int = 0
) -> Submission:
    """An answer of the bank as a student would hand it in: woven into `book`, with the files of its room beside it."""
    room = course.root / "solutions" / assignment.slug
    woven = weave(book, assignment.cells, answers)
    if draw:  # what is drawn follows from what is handed in
        woven["cells"].append({"cell_type": "markdown", "id": "draw", "metadata": {}, "source": f"draw {draw}"})
    submission = parse(json.dumps(woven).encode(), f"{answers.kind}/{answers.name}", room / f"{assignment.slug}.ipynb")
    return with_files(submission, assignment.files)


def fresh_notebook(course: Course, slug: str) -> dict[str, object]:
    """The built notebook, which must be what its text gives; raises `CourseError` else."""
    book = notebook(course, slug)
    path = notebook_path(course, slug)
    if not path.exists() or path.read_text(encoding="utf-8") != text(book):
        raise CourseError(f"{slug}.ipynb is not what {slug}.py gives; run: gradescent build {slug}")
    return book


def misconceptions(assignment: Assignment, exhibits: Sequence[Exhibit]) -> tuple[diagnosis.Misconception, ...]:
    """What `bank.json` holds: the wrong answers as they look from outside."""
    [solution] = [exhibit for exhibit in exhibits if exhibit.answers.kind == "solution"]
    right = bank_sketches(assignment, solution.evidence)
    return tuple(
        diagnosis.misconception(
            exhibit.answers.name,
            exhibit.answers.sentence,
            exhibit.answers.fails,
            bank_sketches(questions_of(assignment, exhibit.asked), exhibit.evidence),
            right,
        )
        for exhibit in exhibits
        if exhibit.answers.kind == "wrong"
    )


def solution_drawings(assignment: Assignment, exhibits: Sequence[Exhibit]) -> Mapping[str, Drawing]:
    """What `pictures.json` holds: what the solution's pictures are drawn from."""
    [solution] = [exhibit for exhibit in exhibits if exhibit.answers.kind == "solution"]
    return {picture.name: drawing(picture, solution.evidence.seen) for picture in assignment.pictures}


def hold(assignment: Assignment, exhibits: Sequence[Exhibit]) -> Report:
    """Judges what was seen of the bank, and holds it to the contract."""
    return contract(assignment, [find(assignment, exhibit) for exhibit in exhibits])


def contract(assignment: Assignment, findings: Sequence[Finding]) -> Report:
    """Holds what was found to the contract."""
    wrong = [finding for finding in findings if finding.answers.kind == "wrong"]
    judged = {check for finding in wrong for check in finding.judged}
    faults = [
        f"no wrong answer is failed by {check.name} itself (one that raises fails without it): add one to "
        f"solutions/{assignment.slug}/wrong, or delete the check"
        for check in assignment.checks
        if check.name not in judged
    ]
    strange = [finding.answers.name for finding in wrong if not finding.diagnosed]
    if assignment.misconceptions and len(strange) > (1 - DIAGNOSED) * len(wrong):
        faults.append(f"not diagnosed as themselves: {', '.join(strange)}; look-alikes may share one sentence")
    return Report(assignment.slug, len(assignment.checks), tuple(findings), tuple(faults))


def find(assignment: Assignment, exhibit: Exhibit) -> Finding:
    """Judges one answer of the bank; where it cannot differ from the solution, it passes like that."""
    seed = seed_of(assignment, exhibit.submission)
    passing = {check.name: judge_passed(check) for check in assignment.checks}
    outcomes = {**passing, **judge_all(_of(assignment, exhibit.asked), exhibit.evidence, seed)}
    # Nobody looks at the pictures of a finding.
    found = add_up(replace(assignment, pictures=()), exhibit.submission, exhibit.evidence, seed, outcomes)
    named = {outcome.diagnosis for outcome in found.outcomes if outcome.status != "passed"} - {""}
    return _held(assignment, exhibit, found, exhibit.answers.sentence in named)


def find_again(assignment: Assignment, exhibit: Exhibit, before: Finding, checks: Collection[str]) -> Finding:
    """The same where only these checks have changed, and neither what they ask nor what the others say."""
    seed = seed_of(assignment, exhibit.submission)
    fresh = judge_all(_of(assignment, exhibit.asked.intersection(checks)), exhibit.evidence, seed)
    questions = []
    for question in before.score.questions:
        outcomes = tuple(fresh.get(old.check, old) for old in question.outcomes)
        given = points(question.points, outcomes) if outcomes else question.score
        questions.append(replace(question, outcomes=outcomes, score=given))
    return _held(assignment, exhibit, replace(before.score, questions=tuple(questions)), before.diagnosed)


def _of(assignment: Assignment, checks: Collection[str]) -> Assignment:
    """The assignment with these checks alone."""
    return replace(assignment, checks=tuple(check for check in assignment.checks if check.name in checks))


def _held(assignment: Assignment, exhibit: Exhibit, found: Score, diagnosed: bool) -> Finding:
    answers = exhibit.answers
    # A check that breaks down says nothing about the answer.
    bad = {outcome.check: outcome for outcome in found.outcomes if outcome.status != "passed" and not outcome.fault}
    faults = [f"check {outcome.check} breaks down on it ({outcome.measured}): mend it" for outcome in found.faults]
    if answers.kind == "stub" and found.score != 0:
        given = ", ".join(outcome.check for outcome in found.outcomes if outcome.credit > 0)
        faults.append(f"the notebook as issued scores {found.score:g}: {given} must not pass where nothing is answered")
    if answers.kind in {"solution", "right"}:
        for name, outcome in bad.items():
            said = " ".join(part for part in (outcome.message, outcome.measured) if part)
            other = "answers.py" if answers.kind == "solution" else "move the answer to wrong/"
            faults.append(f"a right answer fails {name} ({said}): mend the check, or {other}")
        faults += [f"{f'cell {s.cell}' if s.cell else 'a given cell'} stopped: {s.message}" for s in found.trouble]
    if answers.kind == "wrong":
        undeclared = sorted(bad.keys() - set(answers.fails))
        unfailed = sorted(set(answers.fails) - bad.keys() - {outcome.check for outcome in found.faults})
        if undeclared:
            said = bad[undeclared[0]].message
            faults.append(f"also fails {', '.join(undeclared)} ({said}): declare it, or mend the check")
        if unfailed:
            faults.append(f"passes {', '.join(unfailed)}: mend the check, or take it from FAILS")
    seed = seed_of(assignment, exhibit.submission)
    seen = exhibit.evidence.seen
    judged = tuple(
        check.name
        for check in assignment.checks
        if check.name in bad and all(seen[check.question, ask.key].status == "ok" for ask in check.drawn(seed))
    )
    return Finding(answers, found, tuple(bad), judged, tuple(faults), diagnosed)
