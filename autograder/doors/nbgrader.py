"""The nbgrader door: `nbgrader generate_assignment`, `autograde` and `generate_feedback`, unmodified, with our marks.

`bundle` writes a course folder for nbgrader. Its configuration puts four things of ours into nbgrader's steps:

- `Issue` (and `Unseal`): the release is the notebook as issued, whatever the source holds.
- `adopt`: nbgrader is given the name that it expects, whatever the student called the file.
- `Restore`: what nbgrader keeps is a notebook of our making, with the student's cells in it. So duplicated or edited
  metadata, deleted cells or a file that is no notebook cannot drop a student, or end the batch.
- `Grade`: in the place of nbgrader's `Execute`, gives the marks of `grade_file` on the file *as handed in*.

No line of a student's runs in nbgrader's process or in a kernel of its own.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import bleach
import nbformat
from nbconvert.exporters import NotebookExporter
from nbconvert.filters import markdown2html
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.bank import load_bank, weave
from autograder.course import Course, bound_names, load_assignment, load_course
from autograder.doors import copy_rooms, grade_file, said, spoken
from autograder.errors import CourseError
from autograder.grading import KEPT_CHARACTERS
from autograder.language import Language
from autograder.notebook import text
from autograder.program import match, same, untouched
from autograder.records import Assignment, QuestionScore, Submission, SubmittedCell
from autograder.submission import Handed

CONFIG = Path(__file__).parents[1] / "templates" / "nbgrader" / "nbgrader_config.py.template"

SEALED = {"name": "gradescent-runs-no-student-code", "display_name": "Gradescent grades this", "language": "python"}
"""The kernel that the gradebook names. There is none: were our configuration not loaded, nbgrader could not execute."""

CUT = "# The rest is in the file as it was handed in."
LOOK = "*Nothing stands here, but text was handed in elsewhere in this notebook: look for the answer there.*"


def bundle(course: Course, slug: str, folder: Path) -> None:
    """Writes nbgrader's course folder for one assignment: configuration, source notebook, and what grading needs.

    Several assignments may share a folder. It holds the solution and the hidden checks, so it is for graders only.

    Raises:
        CourseError: a question has no cell that could bear its points.
    """
    assignment = load_assignment(course, slug)
    tags = tags_of(assignment)
    solution = load_bank(course, assignment)[0]
    woven = weave(_issued(course, slug), assignment.cells, solution)
    woven["cells"] = [_tagged(cell, tags) for cell in woven["cells"]]
    source = folder / "source" / slug
    source.mkdir(parents=True, exist_ok=True)
    (source / f"{slug}.ipynb").write_text(text(woven), encoding="utf-8")
    copy_rooms(course, slug, folder / "course" / slug)
    (folder / "nbgrader_config.py").write_bytes(CONFIG.read_bytes())


def tags_of(assignment: Assignment) -> dict[str, dict[str, Any]]:
    """What nbgrader calls each cell, by its name.

    Each question's points stand at one cell: its last check cell, or the last cell to be filled in where a person marks
    it. A text cell that bears no points has no tag: nbgrader knows no such cell.
    """
    bearing: dict[str, str] = {}
    for cell in assignment.cells:
        if cell.question is not None:
            roles = {"answer", "written"} if assignment.question(cell.question).written else {"check"}
            if cell.role in roles:
                bearing[cell.question] = cell.name
    for question in assignment.questions:
        if question.id not in bearing:
            raise CourseError(f"{assignment.slug}: {question.id} has no cell that could bear its points; give it one")
    tags: dict[str, dict[str, Any]] = {}
    for cell in assignment.cells:
        bears = cell.question is not None and bearing[cell.question] == cell.name
        filled_in = cell.role in {"answer", "written"}
        if cell.role == "written" and not bears:
            continue
        tags[cell.name] = {
            "schema_version": 3,
            "grade_id": cell.name,
            "grade": bears,
            "solution": filled_in,
            "locked": not filled_in,
            "task": False,
            **({"points": assignment.question(cell.question or "").points} if bears else {}),
        }
    return tags


def _issued(course: Course, slug: str) -> dict[str, Any]:
    path = course.root / "assignments" / slug / f"{slug}.ipynb"
    book: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return book


def _tagged(cell: Mapping[str, Any], tags: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    name = cell["metadata"].get("gradescent", {}).get("name")
    tag = {"nbgrader": dict(tags[name])} if name in tags else {}
    return {**cell, "metadata": {**cell["metadata"], **tag}}


class _Place:
    """Where one conversion of nbgrader's finds things: the assignment's rooms and what the student handed in."""

    def __init__(self, converter: Any, resources: Mapping[str, Any]) -> None:
        info = resources["nbgrader"]
        self.slug: str = info["assignment"]
        self.student: str = info["student"]
        if info["notebook"] != self.slug:
            raise CourseError(f"{info['notebook']}.ipynb: an assignment has one notebook, here {self.slug}.ipynb")
        coursedir = converter.coursedir
        self.root = Path(coursedir.root) / "course" / self.slug
        self.course = load_course(self.root)
        self.assignment = load_assignment(self.course, self.slug)
        self._folder = Path(coursedir.format_path(coursedir.submitted_directory, self.student, self.slug))

    @property
    def submission(self) -> Path:
        """The student's file, also where it is the only notebook and has another name; never a link."""
        expected = self._folder / f"{self.slug}.ipynb"
        named = sorted(self._folder.glob("[!.]*.ipynb"))
        found = [path for path in named if path.is_file() and not path.is_symlink()]
        if expected in found or len(found) > 1:
            return expected
        return found[0] if found else self._folder

    def issued(self) -> dict[str, Any]:
        """The notebook as issued, with nbgrader's tags."""
        book, tags = _issued(self.course, self.slug), tags_of(self.assignment)
        return {**book, "cells": [_tagged(cell, tags) for cell in book["cells"]]}


# --- nbgrader generate_assignment -------------------------------------------------------------------------


class Issue(NbGraderPreprocessor):  # type: ignore[misc]
    """Makes the release the notebook as issued.

    Nothing of the source passes, instead of solutions being looked for and cut out: what is not recognised cannot leak.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """The issued notebook instead of `nb`; says which cells were left out."""
        issued = nbformat.from_dict(_Place(self.parent.parent, resources).issued())
        known = {cell.id for cell in issued.cells}
        for cell in nb.cells:
            if cell.get("id") not in known:
                first = cell.source.strip().partition("\n")[0][:60]
                self.log.warning("Left out of the release, for it is not in the notebook as issued: %r", first)
        issued.metadata.kernelspec = nbformat.from_dict(SEALED)
        return issued, resources


class Unseal(NbGraderPreprocessor):  # type: ignore[misc]
    """Gives the release the students' kernel, once nbgrader has noted down `SEALED`."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """`nb` with the kernel as issued."""
        issued = _Place(self.parent.parent, resources).issued()
        nb.metadata.kernelspec = nbformat.from_dict(issued["metadata"]["kernelspec"])
        return nb, resources


# --- nbgrader autograde: what was handed in ---------------------------------------------------------------


def adopt(assignment: str, notebooks: list[str], **_: Any) -> None:
    """nbgrader's `pre_convert_hook`: one notebook of the right name; `_Place.submission` finds the file meant."""
    notebooks[:] = [str(Path(notebooks[0]).with_name(f"{assignment}.ipynb"))]


class Restore(NotebookExporter):  # type: ignore[misc]
    """Reads what was handed in as the engine does, which takes anything, and gives nbgrader `restored`."""

    def from_filename(self, filename: str, resources: Any = None, **kw: Any) -> tuple[str, Any]:
        """The first of nbgrader's two readings is of the student's file, the second of what we made of it."""
        if not self.parent._sanitizing:
            answer: tuple[str, Any] = super().from_filename(filename, resources=resources, **kw)
            return answer
        _forget_marks(resources["nbgrader"])
        place = _Place(self.parent, resources)
        submission = Handed(place.student, str(place.submission)).read()
        cells: tuple[SubmittedCell, ...] = ()
        if isinstance(submission, Submission):
            cells = submission.cells
        else:
            self.log.warning("%s: %s", place.student, submission.note)
        book = restored(place.assignment, place.issued(), cells)
        resources["metadata"] = {"name": place.slug, "path": ""}
        converted: tuple[str, Any] = self.from_notebook_node(nbformat.from_dict(book), resources=resources, **kw)
        return converted


def _forget_marks(info: Mapping[str, str]) -> None:
    """Marks of an earlier run, and the zero that nbgrader notes down for a renamed file, must not outlive a failure."""
    with Gradebook(info["db_url"]) as book:
        for grade in book.find_submission_notebook(info["notebook"], info["assignment"], info["student"]).grades:
            grade.auto_score = None
        book.db.commit()


def restored(assignment: Assignment, book: Mapping[str, Any], cells: tuple[SubmittedCell, ...]) -> dict[str, Any]:
    """The student's cells in their order; those that were issued with our metadata and, but for answers, our source.

    Outputs and metadata of the student's do not pass, and their text is cleaned. What they changed in an issued cell is
    kept beside it, what they deleted is put back. More than anybody reads is cut: it is for people, and marks come from
    the file as handed in.
    """
    left = [KEPT_CHARACTERS]
    issued = {cell.name: cell for cell in assignment.cells}
    ours = {cell["metadata"]["gradescent"]["name"]: cell for cell in book["cells"]}
    placed = [(cell, _name(cell, assignment)) for cell in cells]
    stands_for: dict[str, SubmittedCell] = {}
    for cell, name in placed:
        if name is not None and (name not in stands_for or not untouched(cell, issued[name])):
            stands_for[name] = cell
    made: list[tuple[str | None, dict[str, Any]]] = []
    for cell, name in placed:
        if name is None or stands_for[name] is not cell:
            if not any(same(cell.source, other.source) for other in assignment.cells):
                made.append((None, _own(cell, left)))
        elif untouched(cell, issued[name]):
            made.append((name, ours[name]))
        elif issued[name].role in {"answer", "written"}:
            made.append((name, {**ours[name], "source": _own(cell, left)["source"]}))
        else:
            made += [(None, _own(cell, left)), (name, ours[name])]
    before = -1
    for name in issued:
        names = [placed_name for placed_name, _ in made]
        if name not in names:
            made.insert(before + 1, (name, ours[name]))
            before += 1
        else:
            before = names.index(name)
    made = [(name, cell) for name, cell in made if name is not None or cell["source"].strip()]
    if any(name is None and cell["cell_type"] == "markdown" for name, cell in made):
        # Else nbgrader would give zero points for an answer that was written into another cell.
        blank = {name for name, cell in made if name and issued[name].role == "written" and cell is ours[name]}
        made = [(n, {**cell, "source": f"{cell['source']}\n\n{LOOK}"} if n in blank else cell) for n, cell in made]
    return {**book, "cells": [{**cell, "id": f"cell-{number}"} for number, (_, cell) in enumerate(made)]}


def _name(cell: SubmittedCell, assignment: Assignment) -> str | None:
    """The issued cell that this one was or, where that cannot be told, the answer cell whose holes it fills."""
    name = match(cell, assignment)
    # Reading Python takes a thousand times its size: nobody writes a cell that long by hand.
    if name is None and cell.kind == "code" and len(cell.source) < 100_000:
        try:
            bound = bound_names(cell.source)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None
        return next((issued.name for issued in assignment.cells if set(issued.holes) & set(bound)), None)
    return name


def _own(cell: SubmittedCell, left: list[int]) -> dict[str, Any]:
    """A cell of the student's, without anything but its source, of which as much as is left is kept."""
    source = cell.source.encode("utf-8", "replace").decode("utf-8")  # half a surrogate pair cannot be written to a file
    most = min(left[0], KEPT_CHARACTERS // 4)
    left[0] -= min(most, len(source))
    if len(source) > most:
        # Four megabytes of code take nbgrader's feedback, which colours it, more than a quarter of an hour.
        source = f"{source[:most]}\n\n{CUT}"
    made: dict[str, Any] = new_code_cell(source) if cell.kind == "code" else new_markdown_cell(quiet(source))
    return made


_TAGS = re.findall(
    r"\w+",
    "a b blockquote br code del div em h1 h2 h3 h4 h5 h6 hr i li ol p pre strong sub sup table tbody td th thead tr ul",
)
_clean = partial(bleach.clean, tags=_TAGS, attributes={"a": ["href"]}, protocols={"http", "https", "mailto"})
_LONG = 20_000


def quiet(markdown: str) -> str:
    r"""A student's text, rendered and cleaned, as one block of HTML on one line.

    nbgrader's feedback and formgrader render markdown without cleaning it: a script would run in the grader's browser.
    Formulas pass: both load MathJax in its safe mode.

    >>> quiet("*A* <script>alert(1)</script> [b](javascript:c)")
    '<div><p><em>A</em> &lt;script&gt;alert(1)&lt;/script&gt; <a>b</a></p></div>'
    """
    try:
        page = markdown2html(markdown) if len(markdown) <= _LONG else f"<pre>{html.escape(markdown)}</pre>"
    except Exception:  # markdown that its own renderer cannot take, such as quotes nested a thousand deep
        page = f"<pre>{html.escape(markdown)}</pre>"
    page = _clean(page).replace("\r", "").strip()
    return f"<div>{page}</div>".replace("\n", "&#10;") if markdown.strip() else ""


# --- nbgrader autograde: marks ----------------------------------------------------------------------------


class Grade(NbGraderPreprocessor):  # type: ignore[misc]
    """Stands where nbgrader's `Execute` stood: each grade cell's output says what the engine gives.

    An error of the engine's passes on: nbgrader then reports the student as not graded, and writes no mark.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """`nb` with the outputs that nbgrader reads marks from."""
        place = _Place(self.parent.parent, resources)
        score = grade_file(place.root, place.slug, place.submission, place.student)
        language = spoken(place.root, place.slug)
        asked = {cell.name: cell.question or "" for cell in place.assignment.cells}
        results = {question.question: question for question in score.questions if question.score is not None}
        for cell in nb.cells:
            if cell.cell_type != "code":
                continue
            cell.outputs, cell.execution_count = [], None
            tag = cell.metadata.get("nbgrader", {})
            if tag.get("grade") and not tag.get("solution"):
                cell.outputs = outputs(results.pop(asked[tag["grade_id"]]), float(tag["points"]), language)
        if results:
            raise CourseError(f"no grade cell for {', '.join(results)}")
        return nb, resources


_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def outputs(question: QuestionScore, points: float, language: Language | None = None) -> list[Any]:
    """A question's message and its marks, always as a number: without one, nbgrader gives all the points.

    Raises:
        CourseError: these are not marks out of `points`.
    """
    earned = question.score
    if question.points != points:
        raise CourseError(f"{question.question}: {question.points:g} points in the course, {points:g} in the gradebook")
    if earned is None or not 0.0 <= earned <= points:  # not a number fails this, too
        raise CourseError(f"{question.question}: {earned!r} is no mark out of {points:g}")
    message = new_output("stream", name="stdout", text=_CONTROL.sub("\ufffd", said(question, language)) + "\n")
    return [message, new_output("execute_result", data={"text/plain": repr(float(earned))}, execution_count=None)]
