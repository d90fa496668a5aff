"""The nbgrader door: nbgrader as it is installed, in a course folder of ours, gives the marks that the engine gives."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from autograder.bank import load_bank, stub, weave
from autograder.batch import grade_all
from autograder.course import load_assignment, load_course
from autograder.doors.nbgrader import CUT, LOOK, bundle, outputs, quiet, restored, tags_of
from autograder.errors import CourseError
from autograder.notebook import code_cell
from autograder.records import QuestionScore, SubmittedCell
from autograder.sandbox.session import Sandbox
from autograder.submission import collect

ROOT = Path(__file__).parents[3]
COURSE = load_course(ROOT / "tests" / "course")
TINY = load_assignment(COURSE, "tiny")
ISSUED = json.loads((COURSE.root / "assignments" / "tiny" / "tiny.ipynb").read_text(encoding="utf-8"))
BANK = {answers.name: answers for answers in (stub(), *load_bank(COURSE, TINY))}

Book = dict[str, Any]

MARKS = """
import json, sys
from nbgrader.api import Gradebook
with Gradebook(sys.argv[1]) as gradebook:
    print(json.dumps({
        submission.student.id: {
            grade.name: [grade.auto_score, grade.max_score, grade.needs_manual_grade]
            for notebook in submission.notebooks for grade in notebook.grades
        }
        for submission in gradebook.assignment_submissions("tiny")
    }))
"""


def source(cell: Mapping[str, Any]) -> str:
    return "".join(cell["source"])


def cell_of(book: Book, name: str) -> Book:
    found: Book = next(cell for cell in book["cells"] if cell["metadata"].get("gradescent", {}).get("name") == name)
    return found


# --- what is handed in ------------------------------------------------------------------------------------
# Each of these changes a notebook that holds a wrong answer worth some of the points, or says what the file holds.


def duplicated_grade_ids(book: Book) -> None:
    copies = [json.loads(json.dumps(cell_of(book, name))) for name in ("q1", "q1-check", "q4")]
    for copy in copies:
        copy["metadata"]["nbgrader"]["points"] = 50
    book["cells"] = [*copies, *book["cells"], *copies]


def skipped_by_a_tag(book: Book) -> None:
    for cell in book["cells"]:
        cell["metadata"]["tags"] = ["skip-execution"]


def edited_points(book: Book) -> None:
    for name in ("q1-check", "q2-check", "q4"):
        cell_of(book, name)["metadata"]["nbgrader"]["points"] = 300


def deleted_checks(book: Book) -> None:
    book["cells"] = [cell for cell in book["cells"] if "grader.check" not in source(cell)]


def check_that_is_text(book: Book) -> None:
    cell = cell_of(book, "q1-check")
    cell["cell_type"] = "markdown"
    del cell["outputs"], cell["execution_count"]


def stripped_metadata(book: Book) -> None:
    for cell in book["cells"]:
        cell["metadata"] = {}
        del cell["id"]
    book["metadata"], book["nbformat_minor"] = {}, 0


def schema_99(book: Book) -> None:
    for cell in book["cells"]:
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"]["schema_version"] = 99


def schema_1(book: Book) -> None:
    cell_of(book, "q1")["metadata"]["nbgrader"]["schema_version"] = 1


def metadata_is_a_word(book: Book) -> None:
    cell_of(book, "q1-check")["metadata"]["nbgrader"] = "full marks"


def grade_cell_of_their_own(book: Book) -> None:
    cell = code_cell("bonus", "100.0", {"nbgrader": {**cell_of(book, "q1-check")["metadata"]["nbgrader"]}})
    cell["metadata"]["nbgrader"].update(grade_id="bonus", points=100)
    book["cells"].append(cell)


def forged_outputs(book: Book) -> None:
    marks = {"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": {"text/plain": "2.0"}}
    for cell in book["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = [marks]


def half_a_surrogate(book: Book) -> None:
    book["cells"].append(code_cell("odd", "odd = '\ud800\x00\u202e'", {}))


def prints_instead(book: Book) -> None:
    cell_of(book, "q1-check")["source"] = "print('passed')\n2.0"


def other_assignment(book: Book) -> None:
    book["metadata"]["gradescent"]["assignment"] = "quartic"


def written_in_another_cell(book: Book) -> None:
    book["cells"].append({"cell_type": "markdown", "id": "mine", "metadata": {}, "source": "Because it is twice."})


HOSTILE_TEXT = """Because. <script>alert(1)</script> <img src=x onerror="alert(1)"> <svg/onload=alert(1)>
[a](javascript:alert(1)) [b][r] <a href="java&#115;cript:alert(1)">c</a> $a<b$

[r]: javascript:alert(1)

```
</pre></div><script>alert(1)</script>
```
"""


def scripts_everywhere(book: Book) -> None:
    page = {"text/html": "<script>alert(1)</script>", "application/javascript": "alert(1)"}
    cell_of(book, "q1")["outputs"] = [{"output_type": "display_data", "metadata": {}, "data": page}]
    cell_of(book, "q2")["source"] = 'def quadruple(x):\n    raise ValueError("<script>alert(1)</script>\x1b[31m")'
    cell_of(book, "q4")["source"] = HOSTILE_TEXT
    book["cells"].insert(0, {"cell_type": "markdown", "id": "m", "metadata": {}, "source": HOSTILE_TEXT})
    raw = {"cell_type": "raw", "id": "r", "metadata": {"format": "text/html"}, "source": "<script>alert(1)</script>"}
    book["cells"].insert(0, raw)
    book["metadata"]["title"] = "</title><script>alert(1)</script>"
    book["metadata"]["language_info"]["pygments_lexer"] = '"><script>alert(1)</script>'


HOSTILE: dict[str, Callable[[Book], None]] = {
    change.__name__: change
    for change in (
        duplicated_grade_ids,
        skipped_by_a_tag,
        edited_points,
        deleted_checks,
        check_that_is_text,
        stripped_metadata,
        schema_99,
        schema_1,
        metadata_is_a_word,
        grade_cell_of_their_own,
        forged_outputs,
        half_a_surrogate,
        prints_instead,
        other_assignment,
        written_in_another_cell,
        scripts_everywhere,
    )
}
BROKEN = {
    "not_json": "<html>not a notebook",
    "empty": "",
    "a_list": "[1, 2]",
    "no_cells": '{"nbformat": 4, "metadata": {}}',
    "old_format": '{"nbformat": 3, "worksheets": []}',
}
STUDENTS = [*BANK, *HOSTILE, *BROKEN, "renamed", "extra_file"]


@dataclass(frozen=True)
class Classroom:
    """One course folder after `autograde` and `generate_feedback`."""

    folder: Path
    canary: Path
    exits: Mapping[str, int]
    log: str
    marks: Mapping[str, Mapping[str, tuple[float | None, float, bool]]]

    def release(self) -> Book:
        return read(self.folder / "release" / "tiny" / "tiny.ipynb")

    def feedback(self, student: str) -> str:
        return (self.folder / "feedback" / student / "tiny" / "tiny.html").read_text(encoding="utf-8")


def read(path: Path) -> Book:
    book: Book = json.loads(path.read_text(encoding="utf-8"))
    return book


def environment(home: Path) -> dict[str, str]:
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    # nbgrader calls `alembic` by its name.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    own = {"HOME": str(home), "PATH": path, "PYTHONPATH": os.pathsep.join(paths), "PYTHONWARNINGS": "ignore"}
    return {**os.environ, **own}


def nbgrader(folder: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "nbgrader", *words]
    env = {**environment(folder.parent), **more}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)


def marks_in(folder: Path) -> dict[str, dict[str, tuple[float | None, float, bool]]]:
    command = [sys.executable, "-c", MARKS, f"sqlite:///{folder / 'gradebook.db'}"]
    env = environment(folder.parent)
    marks: dict[str, Any] = json.loads(subprocess.run(command, env=env, capture_output=True, check=True).stdout)
    return {who: {name: tuple(mark) for name, mark in grades.items()} for who, grades in marks.items()}


def hand_in(folder: Path, student: str, content: Book | str, name: str = "tiny.ipynb") -> None:
    path = folder / "submitted" / student / "tiny" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")


def with_canary(book: Book, canary: Path) -> Book:
    """A line in front that leaves a file behind where a kernel, or nbgrader itself, runs it."""
    line = f"import sys\nif {{'ipykernel', 'nbgrader'}} & set(sys.modules): open({str(canary)!r}, 'w').close()"
    return {**book, "cells": [code_cell("canary", line, {}), *book["cells"]]}


@pytest.fixture(scope="module")
def classroom(tmp_path_factory: pytest.TempPathFactory) -> Classroom:
    folder = tmp_path_factory.mktemp("nbgrader") / "course"
    canary = folder.parent / "canary"
    bundle(COURSE, "tiny", folder)
    runs = {"generate_assignment": nbgrader(folder, "generate_assignment", "tiny")}
    release = read(folder / "release" / "tiny" / "tiny.ipynb")

    def woven(answers: str) -> Book:
        book = with_canary(weave(release, TINY.cells, BANK[answers]), canary)
        copy: Book = json.loads(json.dumps(book))
        return copy

    for name in BANK:
        hand_in(folder, name, woven(name))
    for name, change in HOSTILE.items():
        book = woven("absolute")
        change(book)
        hand_in(folder, name, book)
    for name, content in BROKEN.items():
        hand_in(folder, name, content)
    hand_in(folder, "renamed", woven("absolute"), "tiny (1).ipynb")
    hand_in(folder, "renamed", "what macOS puts beside each file", "._tiny (1).ipynb")
    hand_in(folder, "extra_file", woven("absolute"))
    hand_in(folder, "extra_file", woven("answers"), "scratch.ipynb")
    hand_in(folder, "two_files", woven("answers"), "scratch.ipynb")
    hand_in(folder, "two_files", woven("answers"), "scratch 2.ipynb")
    linked = folder / "submitted" / "linked" / "tiny" / "tiny.ipynb"
    linked.parent.mkdir(parents=True)
    linked.symlink_to(folder / "submitted" / "answers" / "tiny" / "tiny.ipynb")
    for step in ("autograde", "generate_feedback"):
        runs[step] = nbgrader(folder, step, "tiny")
    exits = {step: run.returncode for step, run in runs.items()}
    log = "\n".join(run.stdout + run.stderr for run in runs.values())
    return Classroom(folder, canary, exits, log, marks_in(folder))


@pytest.fixture(scope="module")
def expected(classroom: Classroom) -> Mapping[str, Mapping[str, float]]:
    """What the engine gives each file, by way of `grade_all`."""
    paths = [sorted((classroom.folder / "submitted" / student / "tiny").iterdir())[-1] for student in STUDENTS]
    with Sandbox(()) as sandbox:
        scores = grade_all(COURSE, collect(paths), sandbox, slug="tiny")
    zero = {question.id: 0.0 for question in TINY.questions if not question.written}
    found = [{q.question: q.score for q in score.questions if q.score is not None} or zero for score in scores]
    return dict(zip(STUDENTS, found, strict=True))


@pytest.mark.door
class TestInNbgrader:
    def test_every_step_ends_well(self, classroom: Classroom) -> None:
        assert set(classroom.exits.values()) == {0}, classroom.log[-4000:]

    def test_the_release_is_the_notebook_as_issued(self, classroom: Classroom) -> None:
        release = classroom.release()
        assert [source(cell) for cell in release["cells"]] == [source(cell) for cell in ISSUED["cells"]]
        assert release["metadata"] == ISSUED["metadata"]

    def test_no_line_of_the_solution_is_released(self, classroom: Classroom) -> None:
        issued = "\n".join(source(cell) for cell in ISSUED["cells"])
        own = read(classroom.folder / "source" / "tiny" / "tiny.ipynb")
        secret = {line.strip() for cell in own["cells"] for line in source(cell).splitlines()} - {
            line.strip() for line in issued.splitlines()
        }
        assert "return add_to_itself(x)" in secret
        text = json.dumps(classroom.release())
        assert not [line for line in secret if json.dumps(line)[1:-1] in text]
        assert "Left out of the release" in classroom.log

    @pytest.mark.parametrize("student", STUDENTS)
    def test_marks_are_those_of_the_engine(
        self, classroom: Classroom, expected: Mapping[str, Mapping[str, float]], student: str
    ) -> None:
        given = {name.removesuffix("-check"): mark for name, (mark, _, _) in classroom.marks[student].items()}
        assert {name: mark for name, mark in given.items() if name != "q4"} == expected[student]

    def test_there_is_something_to_compare(self, expected: Mapping[str, Mapping[str, float]]) -> None:
        totals = {student: sum(marks.values()) for student, marks in expected.items()}
        assert totals["answers"] == 4.0
        assert totals["stub"] == totals["not_json"] == 0.0
        assert 0.0 < totals["absolute"] < 4.0
        assert totals["renamed"] == totals["duplicated_grade_ids"] == totals["stripped_metadata"] == totals["absolute"]

    def test_points_are_those_of_the_course(self, classroom: Classroom) -> None:
        points = {"q1-check": 2.0, "q2-check": 1.0, "q3-check": 1.0, "q4": 2.0}
        for grades in classroom.marks.values():
            assert {name: most for name, (_, most, _) in grades.items()} == points

    def test_none_is_left_out(self, classroom: Classroom) -> None:
        assert set(classroom.marks) == {*STUDENTS, "two_files", "linked"}
        assert {path.name for path in (classroom.folder / "feedback").iterdir()} == set(classroom.marks)

    @pytest.mark.parametrize("student", ["two_files", "linked"])
    def test_what_cannot_be_told_apart_or_is_a_link_gets_nothing(self, classroom: Classroom, student: str) -> None:
        assert {mark for mark, _, _ in classroom.marks[student].values()} == {0.0}

    def test_no_line_of_a_student_ran(self, classroom: Classroom) -> None:
        assert not classroom.canary.exists()

    def test_the_canary_would_have_sung(self, tmp_path: Path) -> None:
        [cell] = with_canary({"cells": []}, tmp_path / "canary")["cells"]
        subprocess.run([sys.executable, "-W", "ignore", "-c", "import ipykernel\n" + cell["source"]], check=True)
        assert (tmp_path / "canary").exists()

    def test_a_person_marks_what_was_written(self, classroom: Classroom) -> None:
        for_a_person = {who for who, grades in classroom.marks.items() if grades["q4"][2]}
        assert for_a_person == {"scripts_everywhere", "written_in_another_cell"}
        assert {grades["q4"][0] for who, grades in classroom.marks.items() if who not in for_a_person} == {0.0}

    def test_feedback_says_what_the_engine_says(self, classroom: Classroom) -> None:
        assert "Add the number to itself." in classroom.feedback("adds_two")
        assert "A hidden check of this question did not pass" in classroom.feedback("absolute")
        assert "All checks passed." not in classroom.feedback("stub")
        assert "is a web page, and not the notebook" in classroom.feedback("not_json")
        assert "hand in the notebook itself" in classroom.feedback("linked")

    @pytest.mark.parametrize("student", STUDENTS)
    def test_feedback_holds_no_live_script(self, classroom: Classroom, student: str) -> None:
        page = classroom.feedback(student)
        assert live(page) == []
        assert page.count("MathJax.js") + page.count("mathjax/") == page.count(",Safe") == 1

    def test_the_student_reads_their_own_code(self, classroom: Classroom) -> None:
        autograded = read(classroom.folder / "autograded" / "stripped_metadata" / "tiny" / "tiny.ipynb")
        assert "abs(x)" in source(cell_of(autograded, "q1"))

    def test_without_the_configuration_nothing_runs(self, classroom: Classroom) -> None:
        config = classroom.folder / "nbgrader_config.py"
        kept = config.read_text(encoding="utf-8")
        try:
            config.write_text("1 / 0\n", encoding="utf-8")
            run = nbgrader(classroom.folder, "autograde", "tiny", "--student=answers", "--force")
            strict = {"TRAITLETS_APPLICATION_RAISE_CONFIG_FILE_ERROR": "1"}
            stopped = nbgrader(classroom.folder, "autograde", "tiny", "--student=stub", "--force", **strict)
        finally:
            config.write_text(kept, encoding="utf-8")
        assert run.returncode != 0
        assert "ZeroDivisionError" in run.stdout + run.stderr
        assert "NoSuchKernel" in run.stdout + run.stderr
        assert stopped.returncode != 0
        assert "Autograding" not in stopped.stdout + stopped.stderr
        assert not classroom.canary.exists()

    def test_without_gradescent_nbgrader_stops(self, classroom: Classroom, tmp_path: Path) -> None:
        (tmp_path / "autograder").mkdir()
        (tmp_path / "autograder" / "__init__.py").write_text("raise ImportError('gone')", encoding="utf-8")
        run = nbgrader(classroom.folder, "autograde", "tiny", "--force", PYTHONPATH=str(tmp_path))
        assert run.returncode != 0
        assert "Nothing was graded" in run.stdout + run.stderr


@pytest.mark.door
def test_a_broken_grader_writes_no_mark(tmp_path: Path) -> None:
    folder = tmp_path / "course"
    bundle(COURSE, "tiny", folder)
    assert nbgrader(folder, "generate_assignment", "tiny").returncode == 0
    hand_in(folder, "alice", weave(ISSUED, TINY.cells, BANK["answers"]))
    hand_in(folder, "bob", weave(ISSUED, TINY.cells, BANK["answers"]), "my tiny.ipynb")
    assert nbgrader(folder, "autograde", "tiny", "--student=alice").returncode == 0
    (folder / "course" / "tiny" / "assignments" / "tiny" / "checks.py").write_text("1 / 0\n", encoding="utf-8")
    run = nbgrader(folder, "autograde", "tiny", "--force")
    assert run.returncode != 0
    assert "ZeroDivisionError" in run.stdout + run.stderr
    assert marks_in(folder).keys() == {"alice", "bob"}
    assert {mark for grades in marks_in(folder).values() for mark, _, _ in grades.values()} == {None}
    assert not list((folder / "autograded").rglob("tiny.ipynb"))


class _Live(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._script = tag == "script"
        for key, value in attrs:
            if (key.startswith("on") or "script:" in (value or "").lower()) and "alert" in (value or ""):
                self.found.append(f"{tag} {key}={value}")

    def handle_endtag(self, tag: str) -> None:
        self._script = False

    def handle_data(self, data: str) -> None:
        if self._script and "alert(1)" in data:
            self.found.append(data.strip())


def live(page: str) -> list[str]:
    """What in a page of HTML would run a student's script."""
    parser = _Live()
    parser.feed(page)
    return parser.found


def test_the_eye_for_scripts_sees() -> None:
    page = "<script>alert(1)</script><a href='javascript:alert(1)'>a</a><img onerror='alert(1)'>"
    assert len(live(page)) == 3


def test_bundles_are_the_same_byte_for_byte(tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        bundle(COURSE, "tiny", tmp_path / name)
        files = sorted(path for path in (tmp_path / name).rglob("*") if path.is_file())
        made.append({path.relative_to(tmp_path / name): path.read_bytes() for path in files})
    assert made[0] == made[1]
    assert Path("nbgrader_config.py") in made[0]
    assert Path("course/tiny/solutions/tiny/hidden.py") in made[0]
    assert str(ROOT).encode() not in b"".join(made[0].values())


def test_points_stand_at_one_cell_of_each_question() -> None:
    tags = tags_of(TINY)
    assert {name: tag["points"] for name, tag in tags.items() if tag["grade"]} == {
        "q1-check": 2.0,
        "q2-check": 1.0,
        "q3-check": 1.0,
        "q4": 2.0,
    }
    assert {name for name, tag in tags.items() if tag["solution"]} == {"q1", "q2", "q3", "q4"}
    assert all(tag["locked"] != tag["solution"] for tag in tags.values())


@pytest.mark.parametrize("earned", [float("nan"), -0.5, 2.1, None])
def test_what_is_no_mark_is_not_written(earned: float | None) -> None:
    with pytest.raises(CourseError):
        outputs(QuestionScore("q1", earned, 2.0), 2.0)


def test_points_that_have_changed_since_the_release_are_not_written() -> None:
    with pytest.raises(CourseError, match="3 points in the course, 2 in the gradebook"):
        outputs(QuestionScore("q1", 1.0, 3.0), 2.0)


def test_a_mark_is_a_number_beside_its_message() -> None:
    message, mark = outputs(QuestionScore("q1", 2 / 3, 2.0, text="two\nlines \x1b[31m\u202e"), 2.0)
    assert message["text"] == "two\nlines \ufffd[31m\ufffd\n"
    assert float(mark["data"]["text/plain"]) == 2 / 3


def test_nothing_handed_in_is_the_notebook_as_issued() -> None:
    assert [cell["source"] for cell in restored(TINY, ISSUED, ())["cells"]] == [c["source"] for c in ISSUED["cells"]]


def test_what_was_changed_or_moved_stays_beside_what_was_issued() -> None:
    given = cell_of(ISSUED, "given")["source"]
    cells = (
        SubmittedCell(1, "code", "def double(x): return 2 * x"),
        SubmittedCell(2, "code", "FACTOR = 3", "given"),
        SubmittedCell(3, "markdown", "Mine."),
    )
    made = [cell["source"] for cell in restored(TINY, ISSUED, cells)["cells"]]
    assert made.count("def double(x): return 2 * x") == 1
    assert "raise NotImplementedError" not in made[made.index("def double(x): return 2 * x")]
    assert made[made.index("FACTOR = 3") + 1] == given
    assert made.count(given) == 1
    assert sum(source.endswith(LOOK) for source in made) == 1


def test_of_copies_the_one_that_was_worked_on_counts() -> None:
    issued = cell_of(ISSUED, "q4")["source"]
    cells = (SubmittedCell(1, "markdown", "Mine.", "q4"), SubmittedCell(2, "markdown", issued, "q4"))
    book = {**ISSUED, "cells": [{**cell, "metadata": {**cell["metadata"]}} for cell in ISSUED["cells"]]}
    assert "Mine." in cell_of(restored(TINY, book, cells), "q4")["source"]


def test_more_than_anybody_reads_is_cut() -> None:
    issued = cell_of(ISSUED, "given")["source"]
    cells = (
        SubmittedCell(1, "code", "a = 1\n" * 1_000_000),
        SubmittedCell(2, "code", issued, "given"),
        SubmittedCell(3, "code", "def double(x): return 2 * x", "q1"),
        SubmittedCell(4, "markdown", "> " * 1_000_000),
    )
    made = [cell["source"] for cell in restored(TINY, ISSUED, cells)["cells"]]
    assert sum(map(len, made)) < 300_000
    assert made.count(issued) == 1
    assert sum(CUT in source for source in made) == 2
    assert [cell["source"] for cell in restored(TINY, ISSUED, cells[1:2])["cells"]].count(issued) == 1


@pytest.mark.parametrize("text", ["> " * 9_000, "[" * 19_000, "<div>" * 3_000, "$" * 5_000, "x" * 300_000, "<!--"])
def test_any_text_becomes_one_line_of_html(text: str) -> None:
    page = quiet(text)
    assert page.startswith("<div>")
    assert page.endswith("</div>")
    assert "\n" not in page
