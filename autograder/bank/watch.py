"""`gradescent validate --watch`: after each save, what the saved file touches.

What was seen of the bank stays in memory. A saved answer is run again, alone. A saved check is judged again, alone, on what
was seen already. Where a probe, a helper that checks share, the solution or the notebook was changed, all that depends on
it is, the notebook as issued and the solution first.
"""

from __future__ import annotations

import ast
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder import diagnosis
from autograder.bank import Answers, solution_of, whole_bank
from autograder.bank.narrow import looks_at
from autograder.bank.validate import (
    Exhibit,
    Finding,
    Report,
    contract,
    find,
    find_again,
    fresh_notebook,
    run_bank,
    with_bank,
)
from autograder.course import Course, load_assignment, load_course
from autograder.grading import seed_of
from autograder.records import Assignment
from autograder.sandbox.session import Sandbox

_LOOK_SECONDS = 0.15
_SUFFIXES = {".py", ".toml", ".ipynb", ".json"}


@dataclass(frozen=True)
class State:
    """An assignment as it was validated last.

    Attributes:
        parts: the source of its checks, one by one, and of what they share; see `_parts`.
        exhibits, findings: by the answer's kind and name, in the bank's order.
        ran, judged: how many answers were run, and how many checks were judged, for the last report.
    """

    assignment: Assignment
    parts: Mapping[str, Mapping[str, str]]
    exhibits: Mapping[str, Exhibit]
    findings: Mapping[str, Finding]
    report: Report
    ran: int
    judged: int


def revalidate(course: Course, slug: str, sandbox: Sandbox, before: State | None, *, jobs: int = 2) -> State:
    """Validates an assignment, doing only what has to be done again since `before`.

    Raises:
        CourseError: the rooms cannot be read.
    """
    assignment = load_assignment(course, slug)
    parts = {name: _parts(path) for name, path in _check_files(course, slug).items()}
    if before is None or assignment.cells != before.assignment.cells:
        fresh_notebook(course, slug)
    bank = whole_bank(course, assignment)
    changed = _changed_checks(before, parts, assignment)
    known = before.exhibits if before is not None and _same_program(before, parts, assignment) else {}
    looks_elsewhere = _looks_elsewhere(before.assignment if before is not None else assignment, assignment)
    again = [
        answers
        for answers in bank
        if (seen := known.get(_name(answers))) is None
        or seen.answers != answers
        or not looks_elsewhere <= seen.asked
        or _asks_more(assignment, seen, changed)
    ]
    solution = solution_of(bank)
    solved = None if solution in again else known[_name(solution)]
    ran = run_bank(course, assignment, sandbox, again, solved=solved, jobs=jobs) if again else ()
    fresh = {_name(exhibit.answers): exhibit for exhibit in ran}
    exhibits = {name: fresh.get(name) or known[name] for name in map(_name, bank)}
    findings: dict[str, Finding] = {}
    judged = 0
    for name, exhibit in exhibits.items():
        if before is None or name in fresh or changed is None:
            findings[name] = find(assignment, exhibit)
            judged += len(assignment.checks)
        else:
            findings[name] = find_again(assignment, exhibit, before.findings[name], changed)
            judged += len(changed)
    held = contract(assignment, list(findings.values()))
    report = with_bank(course, assignment, list(exhibits.values()), held)
    return State(assignment, parts, exhibits, findings, report, len(fresh), judged)


def _name(answers: Answers) -> str:
    return f"{answers.kind}/{answers.name}"


def _check_files(course: Course, slug: str) -> dict[str, Path]:
    return {
        "checks": course.root / "assignments" / slug / "checks.py",
        "hidden": course.root / "solutions" / slug / "hidden.py",
    }


def _parts(path: Path) -> dict[str, str]:
    """A file of checks: each check's own source by its name, and under "" all the rest."""
    if not path.exists():
        return {"": ""}
    found: dict[str, str] = {"": ""}
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        name = node.name if isinstance(node, ast.FunctionDef) and _is_check(node) else ""
        found[name] = found.get(name, "") + ast.dump(node) + "\n"
    return found


def _is_check(node: ast.FunctionDef) -> bool:
    calls = [decorator.func for decorator in node.decorator_list if isinstance(decorator, ast.Call)]
    return any(isinstance(function, ast.Name) and function.id == "check" for function in calls)


def _changed_checks(
    before: State | None, parts: Mapping[str, Mapping[str, str]], assignment: Assignment
) -> frozenset[str] | None:
    """The checks to judge again; None for all of them, and whatever they share."""
    if before is None or [c.name for c in before.assignment.checks] != [c.name for c in assignment.checks]:
        return None
    if any(before.parts[file][""] != parts[file][""] for file in parts):
        return None
    if before.assignment.questions != assignment.questions:
        return None
    if before.assignment.misconceptions != assignment.misconceptions:
        return None
    return frozenset(
        name for file, own in parts.items() for name in own if name and before.parts[file].get(name) != own[name]
    )


def _same_program(before: State, parts: Mapping[str, Mapping[str, str]], assignment: Assignment) -> bool:
    """Whether answers would run as they did: the same cells, probes and limits."""
    same = before.assignment.cells == assignment.cells and before.assignment.limits == assignment.limits
    return same and before.parts["checks"][""] == parts["checks"][""]


def _looks_elsewhere(before: Assignment, now: Assignment) -> frozenset[str]:
    """The checks that look at other names than before: who could not touch them may do so now."""
    looked_at = {check.name: looks_at(check) for check in before.checks}
    return frozenset(check.name for check in now.checks if looked_at.get(check.name) != looks_at(check))


def _asks_more(assignment: Assignment, exhibit: Exhibit, changed: frozenset[str] | None) -> bool:
    """Whether a check that has changed asks for what was not asked."""
    seeds = (seed_of(assignment, exhibit.submission), diagnosis.SEED)
    return any(
        (check.question, ask.key) not in exhibit.evidence.seen
        for check in assignment.checks
        if (changed is None or check.name in changed) and check.name in exhibit.asked
        for seed in seeds
        for ask in check.drawn(seed)
    )


# --- looking at files -------------------------------------------------------------------------------------


def watch(
    root: Path,
    slugs: Sequence[str],
    sandbox: Sandbox,
    show: Callable[[str, State | Exception, float], None],
    *,
    jobs: int = 2,
    saves: Callable[[Path, Sequence[str]], Iterator[frozenset[str]]] | None = None,
) -> None:
    """Validates, and again after each save; ends when it is interrupted.

    Args:
        root: the course's folder.
        slugs: the assignments to watch.
        sandbox: a running one.
        show: called with an assignment, what was found (or the error that its rooms gave), and the seconds it took.
        jobs: how many answers at a time.
        saves: where the news of saved files come from: the assignments that they are of; by default, from looking.
    """
    states: dict[str, State] = {}
    for touched in (saves or looking)(root, slugs):
        for slug in (slug for slug in slugs if slug in touched):
            started = time.perf_counter()
            try:
                states[slug] = revalidate(load_course(root), slug, sandbox, states.get(slug), jobs=jobs)
                found: State | Exception = states[slug]
            except (ValueError, RuntimeError, SyntaxError, OSError) as error:  # half a save is an author's daily bread
                found = error
            show(slug, found, time.perf_counter() - started)


def looking(root: Path, slugs: Sequence[str]) -> Iterator[frozenset[str]]:
    """First all assignments, then those of which a file was saved, for ever."""
    times = _times(root, slugs)
    yield frozenset(slugs)
    while True:
        time.sleep(_LOOK_SECONDS)
        now = _times(root, slugs)
        touched = {slug for slug in slugs if now[slug] != times[slug]}
        times = now
        if touched:
            yield frozenset(touched)


def _times(root: Path, slugs: Sequence[str]) -> dict[str, dict[str, int]]:
    plan = root / "assignments" / "course.toml"
    found: dict[str, dict[str, int]] = {}
    for slug in slugs:
        paths = [path for room in ("assignments", "solutions") for path in (root / room / slug).rglob("*")]
        found[slug] = {}
        for path in (plan, *paths):
            if path.suffix in _SUFFIXES:
                try:
                    found[slug][str(path)] = path.stat().st_mtime_ns
                except OSError:  # saved by renaming, at this very moment
                    continue
    return found
