"""The same marks through every door: `gradescent grade`, unmodified `otter run`, unmodified `nbgrader autograde`.

Of `quartic`, every fourth answer of the bank goes through all three; of the other assignments, every eighth.
`GRADESCENT_ALL_DOORS=1` sends all of them.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from autograder.bank import load_bank, stub, weave
from autograder.course import load_assignment, load_course
from autograder.doors import nbgrader, otter
from autograder.notebook import notebook, text

ROOT = Path(__file__).parents[1]
COURSE = load_course(ROOT)
ALL = bool(os.environ.get("GRADESCENT_ALL_DOORS"))

# `otter run`, one notebook after the other in one process: its imports, our sandbox and the assignment are there once.
OTTER = """
import os, sys
from pathlib import Path
from otter.run import main

bundle, *paths = sys.argv[1:]
for path in map(Path, paths):
    Path(path.stem).mkdir()
    main(str(path), autograder=bundle, output_dir=path.stem, no_logo=True)
sys.stdout.flush()
os._exit(0)
"""

pytestmark = [pytest.mark.heavy, pytest.mark.door]


def environment(home: Path) -> dict[str, str]:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    own = {"HOME": str(home), "PATH": path, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore", "OMP_NUM_THREADS": "1"}
    return {**os.environ, **own, "TRAITLETS_APPLICATION_RAISE_CONFIG_FILE_ERROR": "1"}


def run(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, env=environment(folder), capture_output=True, text=True)
    assert done.returncode == 0, f"{command}\n{done.stdout[-2000:]}\n{done.stderr[-3000:]}"


@pytest.fixture(scope="module", params=COURSE.slugs)
def notebooks(request, tmp_path_factory):
    """An assignment's slug, and the folder of its bank's notebooks."""
    slug = request.param
    folder = tmp_path_factory.mktemp(slug) / "class"
    folder.mkdir()
    assignment = load_assignment(COURSE, slug)
    book = notebook(COURSE, slug)
    bank = (stub(), *load_bank(COURSE, assignment))
    for answers in bank[:: 1 if ALL else 4 if slug == "quartic" else 8]:
        woven = weave(book, assignment.cells, answers)
        (folder / f"{answers.kind}-{answers.name}.ipynb").write_text(text(woven), encoding="utf-8")
    return slug, folder


@pytest.fixture(scope="module")
def ours(notebooks, tmp_path_factory) -> dict[str, dict[str, float]]:
    """The marks in `scores.csv`, by notebook and question."""
    slug, folder = notebooks
    out = tmp_path_factory.mktemp("out")
    run([sys.executable, "-P", "-m", "autograder", "--course", str(ROOT), "grade", str(folder), "--out", str(out)], out)
    written = {question.id for question in COURSE.questions(slug) if question.written}
    with (out / "scores.csv").open(newline="") as file:
        return {
            row["submission"]: {q: float(row[q]) for q in row if q.startswith("q") and q not in written}
            for row in csv.DictReader(file)
        }


def test_otter_gives_the_same_marks(notebooks, ours, tmp_path):
    slug, folder = notebooks
    bundle = otter.bundle(COURSE, slug, tmp_path)

    paths = sorted(folder.glob("*.ipynb"))
    # Two at a time, each with a sandbox of its own.
    shares = ([sys.executable, "-P", "-c", OTTER, str(bundle), *map(str, paths[half::2])] for half in (0, 1))
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda command: run(command, tmp_path), shares))
    theirs = {}
    for path in paths:
        found = json.loads((tmp_path / path.stem / "results.json").read_text())["tests"]
        theirs[path.stem] = {test["name"]: test["score"] for test in found if test["name"].startswith("q")}
    # otter writes five digits.
    assert theirs == {name: {q: round(mark, 5) for q, mark in own.items()} for name, own in ours.items()}


def test_nbgrader_gives_the_same_marks(notebooks, ours, tmp_path):
    slug, folder = notebooks
    course = tmp_path / "course"
    nbgrader.bundle(COURSE, slug, course)
    program = [sys.executable, "-P", "-m", "nbgrader"]
    run([*program, "generate_assignment", slug], course)
    for path in folder.glob("*.ipynb"):
        place = course / "submitted" / path.stem / slug
        place.mkdir(parents=True)
        (place / f"{slug}.ipynb").write_bytes(path.read_bytes())
    run([*program, "autograde", slug], course)
    reader = (
        "import json, sys; from nbgrader.api import Gradebook\n"
        "with Gradebook(sys.argv[1]) as book:\n"
        "    print(json.dumps({s.student.id: {g.name: g.auto_score for n in s.notebooks for g in n.grades}"
        " for s in book.assignment_submissions(sys.argv[2])}))"
    )
    command = [sys.executable, "-P", "-c", reader, f"sqlite:///{course}/gradebook.db", slug]
    found = subprocess.run(command, env=environment(tmp_path), capture_output=True, text=True, check=True).stdout
    # A written question that was left as issued gets nbgrader's own zero; ours are a person's to mark.
    written = {question.id for question in COURSE.questions(slug) if question.written}
    theirs = {
        student: {name.removesuffix("-check"): mark for name, mark in grades.items() if name not in written}
        for student, grades in json.loads(found).items()
    }
    assert theirs == ours
