"""What students and instructors get; and that no secret is in what students get."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.build import SHIPPED, build, check, pack, public_sources, student
from autograder.course import load_course
from autograder.errors import CourseError
from autograder.leaks import leaks

from ..conftest import spoil

ROOT = Path(__file__).parents[2]


@pytest.fixture
def bundle(tiny, tmp_path) -> Path:
    student(tiny, "tiny", tmp_path)
    return tmp_path


def test_the_student_bundle(bundle):
    with zipfile.ZipFile(bundle / "student.zip") as archive:
        names = set(archive.namelist())
    assert names == {
        "tiny.ipynb",
        "requirements.txt",
        "grader/tiny/checks.py",
        "grader/tiny/questions.json",
        *(f"grader/autograder/{n}.py" for n in SHIPPED),
        "grader/autograder/locale/he.mo",
    }
    assert names == {
        file.relative_to(bundle / "student").as_posix() for file in bundle.rglob("student/**/*") if file.is_file()
    }


def test_the_same_rooms_give_the_same_bytes(tiny, tmp_path):
    zips = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        student(tiny, "tiny", tmp_path / name)
        zips.append((tmp_path / name / "student.zip").read_bytes())
    assert zips[0] == zips[1]


def test_the_bundle_works_without_the_engine(bundle):
    """In a process that has neither our engine nor the rooms on its path."""
    program = (
        "import sys; sys.path.insert(0, 'grader'); from autograder.kernel import Grader; import autograder;"
        "assert autograder.__file__.startswith(sys.argv[1]), autograder.__file__;"
        "double = lambda x: x + 2; grader = Grader('grader/tiny'); print(grader.check('q1')); print(grader.check('q2'))"
    )
    folder = str((bundle / "student").resolve())
    done = subprocess.run(
        [sys.executable, "-c", program, folder], cwd=folder, capture_output=True, text=True, check=True
    )
    assert "✗ `double(3.0)` is 6." in done.stdout
    assert "measured: 5" in done.stdout
    assert "hint: Add the number to itself." in done.stdout
    assert "Not answered yet." in done.stdout


def find(tiny, folder) -> list[str]:
    return leaks(tiny.root, "tiny", folder, public_sources(tiny, "tiny"))


def edit(bundle: Path, change) -> None:
    path = bundle / "student" / "tiny.ipynb"
    book = json.loads(path.read_text())
    change(book)
    path.write_text(json.dumps(book))


def test_the_bundle_holds_no_secret(tiny, bundle):
    assert find(tiny, bundle) == []


SECRETS = {
    "an answer in a cell": lambda book: book["cells"][4].update(source="def double(x):\n    return add_to_itself(x)"),
    "an answer with other blanks": lambda book: book["cells"][9].update(source="answer   =  42"),
    "a line in prose": lambda book: book["cells"][0].update(
        source="def add_to_itself(x):\n    return operator.add(x, x)"
    ),
    "a line in metadata": lambda book: book["cells"][0]["metadata"].update(note="    return operator.add(x, x)"),
    "a line in the notebook's metadata": lambda book: book["metadata"].update(note="return operator.add(x, x)"),
    "an output": lambda book: book["cells"][4].update(
        outputs=[{"output_type": "stream", "name": "stdout", "text": "6"}]
    ),
    "an attachment": lambda book: book["cells"][0].update(attachments={"a.png": {}}),
}


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_in_the_notebook_is_found(tiny, bundle, name):
    edit(bundle, SECRETS[name])
    assert find(tiny, bundle)


@pytest.mark.parametrize(
    "name", ["hidden.py", "answers.py", "solutions/x.py", "reference/descent.py", "solution.ipynb"]
)
def test_a_secret_file_is_found_also_in_a_zip(tiny, bundle, name):
    extra = bundle / "extra"
    (extra / name).parent.mkdir(parents=True)
    (extra / name).write_text('{"cells": [], "metadata": {}}')
    pack(extra, bundle / "outer.zip")
    shutil.rmtree(extra)
    assert any("is secret" in fault for fault in find(tiny, bundle))


def test_a_secret_line_in_a_file_beside_is_found(tiny, bundle):
    (bundle / "student" / "notes.txt").write_text("# and so\n    return operator.add(x, x)\n")
    assert "operator.add" in " ".join(find(tiny, bundle))


def test_a_build_with_a_leak_fails(tiny, rooms, tmp_path):
    spoil(rooms / "assignments/tiny/tiny.py", "# A small assignment.", "#     return operator.add(x, x)")
    course = replace(tiny, root=rooms)
    from autograder.notebook import notebook, text

    (rooms / "assignments/tiny/tiny.ipynb").write_text(text(notebook(course, "tiny")))
    with pytest.raises(CourseError, match=r"holds secrets:\n.*operator.add"):
        check(course, "tiny")


def test_check_finds_a_notebook_that_was_edited_by_hand(tiny, rooms):
    course = replace(tiny, root=rooms)
    check(course, "tiny")
    spoil(rooms / "assignments/tiny/tiny.ipynb", "A small assignment.", "A small task.")
    with pytest.raises(CourseError, match="run: gradescent build tiny"):
        check(course, "tiny")


@pytest.mark.parametrize("slug", load_course(ROOT).slugs)
def test_the_committed_notebooks_are_what_their_texts_give_and_hold_no_secret(slug):
    check(load_course(ROOT), slug)


@pytest.mark.heavy
def test_a_whole_build(tiny, rooms, sandbox, tmp_path):
    course = replace(tiny, root=rooms)
    (rooms / "solutions/tiny/bank.json").unlink()
    folder = build(course, "tiny", tmp_path / "dist", sandbox)
    for name in (
        "student/tiny.ipynb",
        "student.zip",
        "otter/autograder.zip",
        "nbgrader/nbgrader_config.py",
        "solution.ipynb",
    ):
        assert (folder / name).exists()
    assert (rooms / "solutions/tiny/bank.json").read_text() == (tiny.root / "solutions/tiny/bank.json").read_text()
    solution = json.loads((folder / "solution.ipynb").read_text())
    cards = [o for c in solution["cells"] for o in c.get("outputs", ()) if "text/plain" in o.get("data", {})]
    assert len(cards) == 3
    assert all("✗" not in "".join(card["data"]["text/plain"]) for card in cards)
    first = (folder / "student.zip").read_bytes()
    assert (build(course, "tiny", tmp_path / "dist", sandbox) / "student.zip").read_bytes() == first


@pytest.mark.heavy
def test_a_solution_that_stops_fails_the_build(tiny, rooms, sandbox, tmp_path):
    spoil(rooms / "solutions/tiny/answers.py", "answer = 42", "answer = 42 + int('forty')")
    with pytest.raises(CourseError):
        build(replace(tiny, root=rooms), "tiny", tmp_path / "dist", sandbox)
    assert not (tmp_path / "dist" / "tiny").exists()


def test_a_plot_that_could_take_a_students_helper_away_is_not_built(tiny, rooms, sandbox, tmp_path):
    source = rooms / "assignments" / "tiny" / "tiny.py"
    kept = '\n# %% name="plot" shows=true\nfor walk in [[1, 2]]:\n    print(walk, FACTOR)\n'
    source.write_text(source.read_text() + kept)
    course = load_course(rooms)
    with pytest.raises(CourseError, match="tiny, cell plot: it only shows something, and binds walk"):
        build(course, "tiny", tmp_path / "dist", sandbox)
    source.write_text(source.read_text().replace("walk", "_walk"))
    build(course, "tiny", tmp_path / "dist", sandbox)
    check(course, "tiny")
