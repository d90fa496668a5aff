"""The same notebooks by our batch, by `otter run` and by `nbgrader autograde`, alternating in one run.

otter and nbgrader are unmodified here, as their makers have them: each runs the student's cells and its own test files or test
cells in a kernel of its own. Those tests make the same probes and judge by the same checks as our grader, so that the work is
the same. This is for timing alone: marks from a kernel that students' code shares are not to be trusted.
"""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.bank import load_bank, weave
from autograder.bench import environment, measured
from autograder.course import Course, load_assignment, notebook_path
from autograder.doors import copy_rooms
from autograder.doors.nbgrader import tags_of
from autograder.errors import CourseError
from autograder.grading import observe, score, seed_of
from autograder.records import Assignment
from autograder.sandbox.session import Sandbox
from autograder.submission import parse

_NATIVE = '''\
"""The checks of an assignment, run in the kernel of whoever imports this."""
import functools
from pathlib import Path

from autograder.authoring import Seen
from autograder.course import load_assignment, load_course
from autograder.judging import judge
from autograder.plain import plain


@functools.cache
def assignment():
    return load_assignment(load_course(Path({root!r})), {slug!r})


def check(question, names):
    """Raises AssertionError unless every check of the question passes."""
    for one in assignment().checks_of(question):
        asks = one.drawn("native")
        seen = {{}}
        for ask in asks:
            holes = {{hole: names[hole] for hole in ask.holes}}
            seen[ask.key] = Seen(ask.inputs, plain(assignment().probes[ask.probe].function(**holes, **ask.inputs)))
        outcome = judge(one, asks, seen, {{}})
        assert outcome.status == "passed", outcome.message
'''
# Their 30 s for a cell would end what a busy machine is slow at.
_CONFIG = """\
c = get_config()
c.CourseDirectory.course_id = "bench"
c.ExecutePreprocessor.timeout = c.ExecutePreprocessor.startup_timeout = 600
c.Execute.timeout = c.Execute.startup_timeout = 600
"""
_OTTER_TEST = """\
OK_FORMAT = False

from otter.test_files import test_case

name = {question!r}


@test_case(points={points!r})
def test(env):
    import natively

    natively.check({question!r}, env)
"""


@dataclass
class Figures:
    """What one way to grade cost, a figure for each time that it was run.

    Attributes:
        notebooks: how many at a time.
        wall, cpu: seconds a notebook, start-up included.
        peak: megabytes of the whole tree of processes, shared pages counted once.
        first: seconds until the first result was on the disk, where that is another time.
    """

    name: str
    notebooks: int
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    peak: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)

    def per_minute(self) -> float:
        """Submissions a minute, by the median."""
        return 60 / statistics.median(self.wall)


def doors(course: Course, slug: str, *, ours: int, otter: int, nbgrader: int, rounds: int) -> list[Figures]:
    """Measures the three, in turn, `rounds` times.

    Args:
        course: where the assignment is.
        slug: the assignment.
        ours, otter, nbgrader: how many notebooks each grades in a round; the same ones, from the first on. `otter run` is
            started for each, the others once.
        rounds: how often.

    Raises:
        CourseError: one of the tools gave no marks, so that there is nothing to compare.
    """
    found = [
        Figures("gradescent grade", ours),
        Figures("nbgrader autograde", nbgrader),
        Figures("otter run", otter),
    ]
    with tempfile.TemporaryDirectory(prefix="gradescent-bench-") as scratch:
        folder = Path(scratch)
        assignment = load_assignment(course, slug)
        books = _books(course, assignment, max(ours, otter, nbgrader))
        (folder / "natively.py").write_text(_NATIVE.format(root=str(folder / "rooms"), slug=slug))
        copy_rooms(course, slug, folder / "rooms")
        ways: list[Callable[[Path, Figures], None]] = [
            _ours(course, books[:ours], folder),
            _nbgrader(assignment, books[:nbgrader], folder),
            _otter(assignment, books[:otter], folder),
        ]
        for number in range(rounds):
            for way, figures in zip(ways, found, strict=True):
                out = folder / f"out{number}-{figures.name.split()[0]}"
                out.mkdir()
                way(out, figures)
    return found


def overhead(course: Course, slug: str, notebooks: int) -> list[float]:
    """CPU milliseconds of each notebook's grading beyond the CPU time of the student's own cells and of the probes."""
    assignment = load_assignment(course, slug)
    found = []
    with Sandbox() as sandbox:
        sandbox.require(())
        for number, book in enumerate(_books(course, assignment, notebooks + 1)):
            data = json.dumps(book).encode()
            before, own = sandbox.cpu_seconds(), sandbox.own_seconds
            started = time.process_time()
            submission = parse(data, f"s{number}", Path("s.ipynb"))
            evidence = observe(assignment, submission, sandbox)
            score(assignment, submission, evidence, seed_of(assignment, submission))
            spent = time.process_time() - started + sandbox.cpu_seconds() - before
            found.append(1000 * (spent - (sandbox.own_seconds - own)))
    return found[1:]  # the first one pays for what is done once


def _books(course: Course, assignment: Assignment, count: int) -> list[dict[str, Any]]:
    """Notebooks as handed in, the bank's answers in turn."""
    issued = json.loads(notebook_path(course, assignment.slug).read_text(encoding="utf-8"))
    bank = load_bank(course, assignment)
    return [weave(issued, assignment.cells, bank[number % len(bank)]) for number in range(count)]


def _write(folder: Path, name: str, book: Mapping[str, Any]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.ipynb"
    path.write_text(json.dumps(book), encoding="utf-8")
    return path


def _note(figures: Figures, cost: Mapping[str, float], count: int) -> None:
    figures.wall.append(cost["wall"] / count)
    figures.cpu.append(cost["cpu"] / count)
    figures.peak.append(cost["peak"])
    if "first" in cost:
        figures.first.append(cost["first"])


def _ours(course: Course, books: Sequence[dict[str, Any]], folder: Path) -> Callable[[Path, Figures], None]:
    handed = folder / "ours"
    for number, book in enumerate(books):
        _write(handed, f"s{number:03d}", book)

    def run(out: Path, figures: Figures) -> None:
        command = [sys.executable, "-P", "-m", "autograder", "--course", str(course.root.resolve()), "grade"]
        command += [str(handed), "--out", str(out), "--no-cache", "--quiet", "--weaker-isolation"]
        cost, _ = measured(command, folder, environment(folder), out / "journal.jsonl")
        if len((out / "scores.csv").read_text().splitlines()) != len(books) + 1:
            raise CourseError("gradescent grade did not grade all")
        _note(figures, cost, len(books))

    return run


def _otter(assignment: Assignment, books: Sequence[dict[str, Any]], folder: Path) -> Callable[[Path, Figures], None]:
    tests = folder / "otter" / "tests"
    tests.mkdir(parents=True)
    for question in assignment.questions:
        if not question.written:
            text = _OTTER_TEST.format(question=question.id, points=question.points)
            (tests / f"{question.id}.py").write_text(text)
    command = [sys.executable, "-m", "otter", "generate", "-t", "tests", "--no-environment"]
    subprocess.run(command, cwd=tests.parent, env=environment(folder), capture_output=True, check=True)
    paths = [_write(folder / "otter-handed", f"s{n:03d}", _bare(book)) for n, book in enumerate(books)]

    def run(out: Path, figures: Figures) -> None:
        for path in paths:
            (out / "results.json").unlink(missing_ok=True)
            command = [sys.executable, "-m", "otter", "run", "--no-logo", "-a", str(tests.parent / "autograder.zip")]
            cost, _ = measured([*command, "-o", str(out), str(path)], out, environment(folder))
            results = (
                json.loads((out / "results.json").read_text()) if (out / "results.json").exists() else {"tests": []}
            )
            if not any(test.get("score") for test in results["tests"]):
                raise CourseError(f"otter run gave {path.name} no marks: {results}")
            _note(figures, cost, 1)

    return run


def _nbgrader(assignment: Assignment, books: Sequence[dict[str, Any]], folder: Path) -> Callable[[Path, Figures], None]:
    slug, tags = assignment.slug, tags_of(assignment)
    template = folder / "nbgrader"
    _write(template / "source" / slug, slug, _tagged(books[0], tags))
    (template / "nbgrader_config.py").write_text(_CONFIG)
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", slug]
    subprocess.run(command, cwd=template, env=environment(folder), capture_output=True, check=True)
    for number, book in enumerate(books):
        _write(template / "submitted" / f"s{number:03d}" / slug, slug, _tagged(book, tags))

    def run(out: Path, figures: Figures) -> None:
        own = out / "course"
        shutil.copytree(template, own)
        cost, said = measured([sys.executable, "-m", "nbgrader", "autograde", slug], own, environment(folder))
        done = list((own / "autograded").glob("*/*/*.ipynb"))
        if len(done) != len(books):
            raise CourseError(f"nbgrader autograde graded {len(done)} of {len(books)}: {said[-1000:]}")
        _note(figures, cost, len(books))

    return run


def _bare(book: Mapping[str, Any]) -> dict[str, Any]:
    """Without the cells that load and call our grader; otter runs its tests after the notebook."""
    ours = {cell["id"]: cell["metadata"].get("gradescent", {}).get("role") for cell in book["cells"]}
    return {**book, "cells": [cell for cell in book["cells"] if ours[cell["id"]] not in {"setup", "check"}]}


def _tagged(book: Mapping[str, Any], tags: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """With nbgrader's metadata, and its test cells where ours call the grader."""
    cells = []
    for cell in book["cells"]:
        ours = cell["metadata"].get("gradescent", {})
        if ours.get("role") == "setup":
            continue
        tag = {"nbgrader": dict(tags[ours["name"]])} if ours.get("name") in tags else {}
        source = cell["source"]
        if ours.get("role") == "check":
            source = f"import natively\nnatively.check({ours['question']!r}, globals())"
        cells.append({**cell, "source": source, "metadata": tag})
    return {**book, "cells": cells, "metadata": {"kernelspec": book["metadata"]["kernelspec"]}}
