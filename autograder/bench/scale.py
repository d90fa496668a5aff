"""Classes of a hundred, a thousand, ten thousand: time and memory by size, with hostile submissions among them.

A hundredth each never ends, takes all memory, and ends its process. All others must get the marks that they are worth.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.bank import load_bank, weave
from autograder.batch import grade_all
from autograder.bench import environment, measured
from autograder.course import load_assignment, load_course, notebook_path
from autograder.errors import CourseError
from autograder.notebook import code_cell, notebook, text
from autograder.records import Submission
from autograder.results import stream
from autograder.sandbox.session import Sandbox
from autograder.scaffold import write_exercise
from autograder.submission import parse

SLUG = "scale"
_LIMITS = "title = 'Bench'\n\n[limits]\ncell_seconds = 2\ntotal_seconds = 20\ncpu_seconds = 20\nmemory_mb = 256\n"
_HOSTILE = ("while True:\n    pass", "hoard = [bytearray(10**8) for _ in range(10**4)]", "import os\nos.abort()")


@dataclass(frozen=True)
class Scale:
    """One class: how long it took, and the most memory that the grader and all its processes had.

    Attributes:
        grader_mb: the grader's own resident memory when it ended, the figure that must not grow with the class.
        peak_mb: of the whole tree of processes at its largest, shared pages counted once.
        changed: submissions whose marks were not those that they are worth.
    """

    students: int
    seconds: float
    cpu_seconds: float
    grader_mb: float
    peak_mb: float
    changed: int


def scale(sizes: Sequence[int]) -> list[Scale]:
    """Grades a generated class of each size, in a course of its own with short limits.

    Raises:
        CourseError: a class could not be graded.
    """
    with tempfile.TemporaryDirectory(prefix="gradescent-bench-") as scratch:
        folder = Path(scratch)
        root = folder / "rooms"
        (root / "assignments").mkdir(parents=True)
        (root / "assignments" / "course.toml").write_text(_LIMITS)
        write_exercise(load_course(root), SLUG)
        course = load_course(root)
        notebook_path(course, SLUG).write_text(text(notebook(course, SLUG)), encoding="utf-8")
        assignment = load_assignment(course, SLUG)
        bank = load_bank(course, assignment)
        issued = json.loads(notebook_path(course, SLUG).read_text(encoding="utf-8"))
        woven = [weave(issued, assignment.cells, answers) for answers in bank]
        with Sandbox() as sandbox:  # what each is worth where nobody disturbs
            worth = [score.score for score in grade_all(course, [_alone(book) for book in woven], sandbox, slug=SLUG)]
        found = []
        for size in sizes:
            handed = folder / f"class{size}"
            handed.mkdir()
            for number in range(size):
                book = _book(woven[number % len(woven)], number)
                (handed / f"s{number:05d}.ipynb").write_text(json.dumps(book), encoding="utf-8")
            found.append(_one(root, handed, folder / f"out{size}", size, worth))
        return found


def _alone(book: dict[str, Any]) -> Submission:
    return parse(json.dumps(book).encode(), "alone", Path("alone.ipynb"))


def _book(book: dict[str, Any], number: int) -> dict[str, Any]:
    """Each is somebody's own, and three of a hundred mean harm."""
    own = f"own = {number}"
    if number % 100 < len(_HOSTILE):
        own += "\n" + _HOSTILE[number % 100]
    return {**book, "cells": [*book["cells"], code_cell("own", own, {})]}


def _one(root: Path, handed: Path, out: Path, size: int, worth: Sequence[float]) -> Scale:
    program = (
        "import resource, sys\nfrom autograder.cli import main\nstatus = main(sys.argv[1:])\n"
        "pages = int(open('/proc/self/statm').read().split()[1])\n"
        "print(status, pages * resource.getpagesize())"
    )
    command = [sys.executable, "-P", "-c", program, "--course", str(root), "grade", str(handed), "--out", str(out)]
    options = ["--quiet", "--no-cache", "--weaker-isolation"]
    cost, said = measured([*command, *options], out.parent, environment(out.parent))
    status, resident = (int(word) for word in said.split()[-2:])
    if status != 0:
        raise CourseError(f"the class of {size} was not graded")
    honest = [(number, score) for number, score in enumerate(stream(out)) if number % 100 >= len(_HOSTILE)]
    changed = sum(score.score != worth[number % len(worth)] for number, score in honest)
    return Scale(size, cost["wall"], cost["cpu"], resident / 2**20, cost["peak"], changed)
