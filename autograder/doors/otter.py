"""The otter door: `otter run`, `otter grade` and Gradescope, with otter as it is.

A plugin grades the submission with our engine and hands otter a notebook of our own making in its place, which holds
nothing but verdicts; otter's kernel runs that one and never a line of a student's. Otter's test files read the
verdicts, and the plugin then sets the exact points.

    bundle(course, "quartic", Path("dist"))  →  dist/autograder.zip
"""

from __future__ import annotations

import io
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from autograder.course import Course, load_assignment
from autograder.doors import copy_rooms, grade_file, said, spoken
from autograder.records import Question, QuestionScore, Score
from autograder.results import GRADED
from autograder.submission import MAX_FILE

_ENGINE = Path(__file__).resolve().parents[1]
_PACKAGES = (_ENGINE, _ENGINE.parent / "reference")
_TEMPLATES = _ENGINE / "templates" / "otter"
_EXECUTABLE = ("run_autograder", "setup.sh")
# Set by run_otter.py alone: where in the container the submission was put before otter could read it.
_ORIGINAL = "GRADESCENT_ORIGINAL"


# --- grading ----------------------------------------------------------------------------------------------


class Plugin:
    """Grades in otter's stead; its configuration names the assignment: `{"slug": "quartic"}`.

    Otter asks nothing of a plugin but these methods. Without otter's base class this module is imported in a moment,
    and where there is no otter.
    """

    _aside: tempfile.TemporaryDirectory[str]
    _handed_in: Path
    _score: Score

    def __init__(self, submission_path: str, submission_metadata: Mapping[str, Any], plugin_config: Mapping[str, Any]):
        self.submission_path = submission_path
        self.plugin_config = plugin_config

    def before_grading(self, config: Any) -> None:
        """Keeps a copy of the submission elsewhere and leaves nothing of the student's in otter's folder.

        Otter unpickles an `.OTTER_LOG` found there in its own process, and its kernel imports from there.
        """
        path = Path(self.submission_path)
        self._aside = tempfile.TemporaryDirectory(prefix="gradescent-", ignore_cleanup_errors=True)
        original = os.environ.pop(_ORIGINAL, None)
        self._handed_in = Path(original) if original else Path(shutil.copy(path, self._aside.name))
        for file in () if original else path.parent.iterdir():
            if accompanies(file):
                shutil.copy(file, self._aside.name)
        _empty(path.parent, keep="tests")
        path.write_text(json.dumps(_substitute({})) if path.suffix.lower() == ".ipynb" else "", encoding="utf-8")

    def before_execution(self, submission: Any) -> Any:
        """Grades, and returns the notebook of verdicts that otter runs instead."""
        import nbformat

        course = Path(self.submission_path).parents[1] / "source" / "files" / "course"
        try:
            self._score = grade_file(course, self.plugin_config["slug"], self._handed_in, self._handed_in.stem)
            self._language = spoken(course, self.plugin_config["slug"])
        except Exception as error:
            raise _nothing_graded(f"{type(error).__name__}: {error}") from error
        # The kernel inherits these: no start-up file or kernel of a home folder's, and no import from its own.
        jupyter = tempfile.mkdtemp(dir=self._aside.name)
        os.environ.update(IPYTHONDIR=jupyter, JUPYTER_DATA_DIR=jupyter, PYTHONSAFEPATH="1")
        verdicts = {name: question.passed for name, question in _marks(self._score).items()}
        return nbformat.from_dict(_substitute(verdicts))

    def after_grading(self, results: Any) -> None:
        """Sets the points and what the student reads, question by question."""
        self._aside.cleanup()
        if results.has_catastrophic_failure():
            raise _nothing_graded(f"otter's kernel gave no results ({results.catastrophic_error})")
        marks = _marks(self._score)
        if results.results.keys() != marks.keys():
            raise _nothing_graded(f"otter has tests of {sorted(results.results)}, the course of {sorted(marks)}")
        results.results = {name: results.results[name] for name in marks}  # in the notebook's order, q2 before q10
        for name, question in marks.items():
            [case] = results.get_result(name).test_case_results
            if case.passed != question.passed:
                raise _nothing_graded(f"otter's kernel did not read the verdict of {name}")
            if not case.passed:
                case.message = _printable(said(question, self._language))
            results.update_score(name, float(question.score or 0.0))
        results.set_output(_printable("\n".join(_remarks(self._score))))

    def generate_report(self) -> str:
        """One line for the instructor, in the log."""
        score = self._score
        if score.status != GRADED:
            return f"gradescent: {score.status}"
        return f"gradescent: {score.seconds:g} s; isolation in force: {', '.join(score.layers) or 'none'}"


def _nothing_graded(reason: str) -> Exception:
    from otter.run.run_autograder.utils import OtterRuntimeError

    error: Exception = OtterRuntimeError(
        f"The grader failed, and not the submission: {reason.rstrip('.')}. There is no mark; repair it and grade again."
    )
    return error


def accompanies(file: Path) -> bool:
    """Whether it may be one of the files that an assignment asks for; which it is, the grader looks up."""
    plain = file.is_file() and not file.is_symlink() and not file.name.startswith(".")
    return plain and file.suffix.lower() not in {".ipynb", ".zip"} and file.stat().st_size <= MAX_FILE


def _empty(folder: Path, keep: str) -> None:
    """Removes all that is in `folder` but `keep`; of zips the name stays, for `otter grade` fetches them back."""
    for entry in list(folder.iterdir()):
        if entry.is_dir() and not entry.is_symlink():
            if entry.name != keep:
                shutil.rmtree(entry)
            continue
        entry.unlink()
        if entry.suffix.lower() == ".zip":
            entry.touch()


def _marks(score: Score) -> Mapping[str, QuestionScore]:
    """The questions that checks gave points for; those that a person marks are no tests of otter's."""
    return {question.question: question for question in score.questions if question.score is not None}


def _substitute(verdicts: Mapping[str, bool]) -> dict[str, Any]:
    """A notebook that binds `VERDICTS`. Nothing in it is a student's, down to its metadata: they choose the kernel."""
    cell: dict[str, Any] = {
        "cell_type": "code",
        "execution_count": None,
        "id": "verdicts",
        "metadata": {},
        "outputs": [],
        "source": f"VERDICTS = {dict(verdicts)!r}",
    }
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return {"cells": [cell], "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def _remarks(score: Score) -> Iterator[str]:
    """What concerns the whole notebook."""
    if score.status != GRADED:
        yield score.note
        return
    for stopped in score.trouble:
        line = f", line {stopped.line}" if stopped.line else ""
        yield f"{f'Cell {stopped.cell}' if stopped.cell else 'A given cell'}{line}: {stopped.message}"
    yield f"{score.score:g} of {score.max_score:g} points."
    marked = [question.question for question in score.questions if question.score is None]
    if marked:
        yield f"A person marks {', '.join(marked)}."


def _printable(text: str) -> str:
    """Half a surrogate pair cannot be encoded; one in a student's message would end `otter grade` for the class."""
    return text.encode("utf-8", "replace").decode()


# --- bundling ---------------------------------------------------------------------------------------------


def bundle(course: Course, slug: str, folder: Path) -> Path:
    """Writes `folder/autograder.zip`, for `otter run -a`, `otter grade -a` and Gradescope's upload form.

    The same course gives the same bytes. It holds hidden checks and the reference, so it is for graders only; answers
    are not in it.

    Returns:
        The path of the zip.

    Raises:
        CourseError: the assignment is not ready to be graded.
    """
    load_assignment(course, slug)
    files = {path.name: path.read_bytes() for path in _TEMPLATES.iterdir() if path.is_file()}
    files["otter_config.json"] = json.dumps(_config(slug), indent=2).encode()
    files["requirements.gradescent.zip"] = _zip(dict(_own_source()))
    for question in course.questions(slug):
        if not question.written:
            files[f"tests/{question.id}.py"] = _test(question).encode()
    with tempfile.TemporaryDirectory() as scratch:
        copy_rooms(course, slug, Path(scratch))
        files.update(_tree(Path(scratch), "files/course"))
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "autograder.zip"
    path.write_bytes(_zip(files))
    return path


def _config(slug: str) -> Mapping[str, Any]:
    return {
        "lang": "python",
        "plugins": [{"autograder.doors.otter.Plugin": {"slug": slug}}],
        # Every test says only what a student may read, so all are shown at once.
        "show_hidden": True,
        "show_all_public": True,
        "force_public_test_summary": False,
        "miniconda_path": "/opt/gradescent",
    }


def _test(question: Question) -> str:
    """Otter's test of one question, which only looks its verdict up."""
    return f"""\
OK_FORMAT = False

from otter.test_files import test_case

name = {question.id!r}


@test_case(name={question.title!r}, points={question.points!r})
def verdict(VERDICTS):
    assert VERDICTS[name]
"""


def _own_source() -> Iterator[tuple[str, bytes]]:
    """Our packages, as they are imported in the container."""
    for package in _PACKAGES:
        for name, data in _tree(package, package.name):
            if not name.startswith(f"{_ENGINE.name}/templates/"):
                yield name, data


def _tree(folder: Path, name: str) -> Iterator[tuple[str, bytes]]:
    for path in folder.rglob("*"):
        below = path.relative_to(folder)
        if path.is_file() and not any(part == "__pycache__" or part.startswith(".") for part in below.parts):
            yield f"{name}/{below.as_posix()}", path.read_bytes()


def _zip(files: Mapping[str, bytes]) -> bytes:
    """A zip without a trace of when and where it was made."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 3
            entry.external_attr = (0o100755 if name in _EXECUTABLE else 0o100644) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name])
    return packed.getvalue()
