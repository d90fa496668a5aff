"""The doors: ways to grade that others have built, which only transcribe our score into their own forms.

What they share is here: the part of the course that a grader needs, one file graded in a warm sandbox, and what a student
may read.
"""

from __future__ import annotations

import atexit
import functools
import os
import shutil
import tomllib
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from autograder.batch import grade_all
from autograder.course import Course, load_assignment, load_course
from autograder.errors import SandboxError
from autograder.language import Language, catalogues, choose, load
from autograder.records import QuestionScore, Score
from autograder.results import GRADED
from autograder.sandbox.session import Sandbox
from autograder.submission import Handed


def copy_rooms(course: Course, slug: str, folder: Path) -> None:
    """Writes the part of the rooms that grading one assignment needs under `folder`: a course of its own.

    It holds hidden checks, so it is for graders only.
    """
    room = folder / "assignments" / slug
    room.mkdir(parents=True, exist_ok=True)
    for name in ("checks.py", f"{slug}.ipynb"):
        shutil.copyfile(course.root / "assignments" / slug / name, room / name)
    (folder / "assignments" / "course.toml").write_text(one_assignment(course, slug), encoding="utf-8")
    secret = folder / "solutions" / slug
    secret.mkdir(parents=True, exist_ok=True)
    for name in ("hidden.py", "bank.json"):
        source = course.root / "solutions" / slug / name
        if source.exists():
            shutil.copyfile(source, secret / name)
    for catalogue in catalogues(course.root, [slug]):
        for path in sorted(catalogue.glob("*.mo")):
            target = folder / path.relative_to(course.root)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)


def one_assignment(course: Course, slug: str) -> str:
    """`course.toml` with one assignment in it."""
    import tomli_w

    path = course.root / "assignments" / "course.toml"
    plan = tomllib.loads(path.read_text(encoding="utf-8"))
    kept: Mapping[str, Any] = {
        **plan,
        "assignments": [entry for entry in plan["assignments"] if entry["slug"] == slug],
    }
    return tomli_w.dumps(kept)


# Set it to anything to grade where the machine isolates less than the course asks for.
WEAKER_ISOLATION = "GRADESCENT_WEAKER_ISOLATION"


@functools.cache
def _warm() -> Sandbox:
    """One sandbox for the whole of a door's process, however many notebooks it grades.

    A door may live for days; where the warm process has died meanwhile, the sandbox itself starts another.
    """
    stack = ExitStack()
    atexit.register(stack.close)
    return stack.enter_context(Sandbox())


def grade_file(root: Path, slug: str, path: Path, student: str) -> Score:
    """Grades one file; what cannot be read or is not the right notebook scores zero, with the reason as its note.

    Args:
        root: a course, such as `copy_rooms` writes.
        slug: the assignment that the door grades.
        path: what was handed in.
        student: the name under which the door knows it.

    Raises:
        CourseError: the course is broken. SandboxError: the grader itself could not grade, or not all of it; no mark must
            be written.
    """
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # as `gradescent` itself does
    course = load_course(root)
    score = _grade(course, slug, path)
    if score.faults:
        # A door has no place beside its marks to say that they are too low.
        check, what = score.faults[0].check, score.faults[0].measured.rstrip(".")
        raise SandboxError(f"the check {check} could not be made, by no fault of the student's: {what}")
    if score.status == GRADED:
        return score
    questions = tuple(
        QuestionScore(question.id, None if question.written else 0.0, question.points, text=score.note)
        for question in load_assignment(course, slug).questions
    )
    return Score(student, slug, score.status, score.note, questions)


def _grade(course: Course, slug: str, path: Path) -> Score:
    if not os.environ.get(WEAKER_ISOLATION):
        _warm().require(course.isolation)
    [score] = grade_all(course, [Handed(path.stem, str(path)).read()], _warm(), slug=slug, jobs=1)
    if score.status == "not graded":
        raise SandboxError(score.note)
    return score


def spoken(root: Path, slug: str) -> Language:
    """The language of a course, or the one that the environment asks for."""
    return load(choose(None, load_course(root).language), catalogues(root, [slug]))


def said(question: QuestionScore, language: Language | None = None) -> str:
    """What a student may read about one question: several lines of plain text."""
    say = (language or Language()).say
    marks = {"passed": "✓", "failed": "✗", "blocked": "…"}
    lines: dict[str, None] = {}
    for outcome in question.outcomes:
        shown = [say(line) for line in outcome.lines()]
        if shown:
            lines.setdefault("\n    ".join([f"{marks[outcome.status]} {shown[0]}", *shown[1:]]))
    return "\n".join(lines) or say(question.text or "All checks passed.")
