"""What the tests share: the tiny course, a warm sandbox, and notebooks made from the bank."""

from __future__ import annotations

import json
import shutil
import uuid
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from autograder.bank import Answers, load_bank, stub, weave
from autograder.course import Course, load_assignment, load_course
from autograder.grading import grade
from autograder.notebook import notebook, text
from autograder.records import Assignment, Score
from autograder.sandbox.session import Sandbox
from autograder.submission import parse

ROOT = Path(__file__).parents[1]
STUDENTS = 30

# The tiny course's files are not tests, and hold names that only a notebook has.
collect_ignore = ["course"]


@pytest.fixture(autouse=True)
def no_cache_of_the_users(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Scores of another day or test would hide what is graded now."""
    monkeypatch.setenv("GRADESCENT_CACHE", str(tmp_path_factory.getbasetemp() / f"cache-{uuid.uuid4().hex}"))


@pytest.fixture(scope="session")
def tiny() -> Course:
    """The fixture course, which needs no torch."""
    return load_course(ROOT / "tests" / "course")


@pytest.fixture
def rooms(tiny: Course, tmp_path: Path) -> Path:
    """A copy of the tiny course, to be spoiled."""
    for room in ("assignments", "solutions"):
        shutil.copytree(tiny.root / room, tmp_path / room)
    return tmp_path


def spoil(path: Path, old: str, new: str) -> None:
    """Replaces a piece of text that must be there."""
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


@pytest.fixture(scope="session")
def assignment(tiny: Course) -> Assignment:
    return load_assignment(tiny, "tiny")


@pytest.fixture(scope="session")
def book(tiny: Course) -> dict[str, Any]:
    """The tiny notebook as issued."""
    return notebook(tiny, "tiny")


@pytest.fixture(scope="session")
def bank(tiny: Course, assignment: Assignment) -> dict[str, Answers]:
    """The tiny bank by name, `stub` and `answers` (the solution) included."""
    return {answers.name: answers for answers in (stub(), *load_bank(tiny, assignment))}


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """A warm sandbox without torch."""
    with Sandbox(()) as running:
        yield running


@pytest.fixture(scope="module")
def given(request: pytest.FixtureRequest) -> dict[str, Any]:
    """The names that the given cells of a notebook bind, which is what the test module's `cells` returns."""
    return request.module.cells()


@pytest.fixture(scope="module")
def full(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Likewise with the full budget."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRADESCENT_BUDGET", "full")
        return request.module.cells()


@pytest.fixture
def solved(book: dict[str, Any], assignment: Assignment, bank: dict[str, Answers]) -> dict[str, Any]:
    """The tiny notebook with everything right; a fresh copy, for tests to spoil."""
    return json.loads(json.dumps(weave(book, assignment.cells, bank["answers"])))


GradeBook = Callable[[Mapping[str, Any]], Score]


@pytest.fixture
def graded(assignment: Assignment, sandbox: Sandbox) -> GradeBook:
    """Grades a notebook given as JSON."""

    def run(book: Mapping[str, Any]) -> Score:
        return grade(assignment, parse(json.dumps(book).encode(), "someone", Path("someone.ipynb")), sandbox)

    return run


@pytest.fixture
def handed_in(solved: dict[str, Any], tmp_path: Path) -> Path:
    """A class of `STUDENTS`."""
    folder = tmp_path / "class"
    folder.mkdir()
    for number in range(STUDENTS):
        # Each is worth something else, and takes some hundredths of a second.
        cells = [dict(cell) for cell in solved["cells"]]
        if number % 3 == 0:
            cells = [cell for cell in cells if cell["id"] != "q3"]
        cells.append({**solved["cells"][-1], "id": "own", "source": f"import time\ntime.sleep(0.02)\nown = {number}"})
        (folder / f"s{number:02d}.ipynb").write_text(text({**solved, "cells": cells}))
    return folder
