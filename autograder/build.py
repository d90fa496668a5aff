"""`gradescent build`: from the rooms to what students and instructors use.

    dist/<slug>/student/        notebook, public checks and what it takes to run them (also as student.zip)
    dist/<slug>/otter/          autograder.zip, for `otter run`, `otter grade` and Gradescope
    dist/<slug>/nbgrader/       a course fragment for nbgrader
    dist/<slug>/solution.ipynb  the solution, executed, with its plots

Everything but the executed solution comes out byte for byte the same from the same rooms.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from autograder import diagnosis
from autograder.bank import load_bank, weave, whole_bank
from autograder.bank.validate import fresh_notebook, misconceptions, run_bank, solution_drawings
from autograder.course import Course, bank_path, load_assignment, notebook_path, pictures_path
from autograder.errors import CourseError
from autograder.leaks import leaks
from autograder.notebook import notebook, source_path, text
from autograder.pictures import dump_solution, load_solution, same_drawings
from autograder.program import module_names, used_names
from autograder.records import Assignment
from autograder.sandbox.session import Sandbox

# What `grader.check` needs in a student's environment: no more than numpy, which torch and matplotlib bring along.
SHIPPED = ("__init__", "authoring", "plain", "records", "judging", "language", "pictures", "kernel")
_ENGINE = Path(__file__).resolve().parent
_REQUIREMENTS = "matplotlib\nsafetensors\ntorch\ntorchvision\n"
_EPOCH = (1980, 1, 1, 0, 0, 0)


def build(course: Course, slug: str, out: Path, sandbox: Sandbox) -> Path:
    """Builds one assignment into `out/<slug>`, and its notebook and its bank's evidence into their rooms.

    Returns:
        The folder that was built; it takes the place of what stood there before.

    Raises:
        CourseError: the rooms contradict each other, a secret would reach students, or the solution does not run.
    """
    from autograder.doors import nbgrader, otter

    notebook_path(course, slug).write_text(text(notebook(course, slug)), encoding="utf-8")
    assignment = load_assignment(course, slug)
    _shows_bind_nothing(assignment)
    update_bank(course, assignment, sandbox)
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{slug}-", dir=out) as temporary:
        folder = Path(temporary) / slug
        student(course, slug, folder)
        otter.bundle(course, slug, folder / "otter")
        nbgrader.bundle(course, slug, folder / "nbgrader")
        (folder / "solution.ipynb").write_text(solution(course, slug, folder / "student"), encoding="utf-8")
        final = out / slug
        if final.exists():
            shutil.rmtree(final)
        folder.rename(final)
    return final


def update_bank(course: Course, assignment: Assignment, sandbox: Sandbox) -> None:
    """Runs the bank and keeps what was seen of the wrong answers, and what the solution's pictures are drawn from, where that
    is not what is kept already."""
    path = bank_path(course, assignment.slug)
    bank = whole_bank(course, assignment)
    exhibits = tuple(run_bank(course, assignment, sandbox, bank))
    found = misconceptions(assignment, exhibits)
    drawings, kept = solution_drawings(assignment, exhibits), pictures_path(course, assignment.slug)
    if not same_drawings(drawings, load_solution(kept)):
        kept.write_text(dump_solution(list(drawings.values())), encoding="utf-8")
    # Another machine rounds otherwise in the last digits; that alone is no reason to change a committed file.
    if not path.exists() or not diagnosis.same_bank(found, diagnosis.load(path)):
        path.write_text(diagnosis.dump(found), encoding="utf-8")


def check(course: Course, slug: str) -> None:
    """Holds the committed notebook to its text, and what students would get to the leak gate; raises `CourseError`."""
    fresh_notebook(course, slug)
    _shows_bind_nothing(load_assignment(course, slug))
    with tempfile.TemporaryDirectory() as temporary:
        student(course, slug, Path(temporary))


def _shows_bind_nothing(assignment: Assignment) -> None:
    """A student's helper may be called `walk`; a plot below it that binds the same name would take it away."""
    for cell in (cell for cell in assignment.cells if cell.shows):
        others = (other.source for other in assignment.cells if other.role in {"given", "setup"} and other != cell)
        needed = frozenset[str]().union(*(used_names(source) for source in others))
        names = sorted(name for name in module_names(cell.source) - needed if not name.startswith("_"))
        if names:
            raise CourseError(
                f"{assignment.slug}, cell {cell.name}: it only shows something, and binds {', '.join(names)}, where a student "
                "may have a helper of that name: put it into a function `_look` and call that"
            )


def student(course: Course, slug: str, folder: Path) -> None:
    """Writes `student/` and `student.zip`; raises `CourseError` where the leak gate finds a secret in them."""
    target = folder / "student"
    support = target / "grader" / slug
    engine = target / "grader" / "autograder"
    support.mkdir(parents=True)
    engine.mkdir()
    for name in SHIPPED:
        shutil.copyfile(_ENGINE / f"{name}.py", engine / f"{name}.py")
    shutil.copyfile(course.root / "assignments" / slug / "checks.py", support / "checks.py")
    titles = {question.id: question.title for question in course.questions(slug)}
    _copy_catalogues(_ENGINE / "locale", engine / "locale")
    _copy_catalogues(course.root / "assignments" / slug / "locale", support / "locale")
    if course.language != "en":
        (support / "language").write_text(course.language + "\n", encoding="utf-8")
    (support / "questions.json").write_text(json.dumps(titles, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    shutil.copyfile(notebook_path(course, slug), target / f"{slug}.ipynb")
    (target / "requirements.txt").write_text(_REQUIREMENTS, encoding="utf-8")
    pack(target, folder / "student.zip")
    found = leaks(course.root, slug, folder, public=public_sources(course, slug))
    if found:
        raise CourseError(f"{slug}: what students would get holds secrets:\n  " + "\n  ".join(found))


def _copy_catalogues(source: Path, target: Path) -> None:
    for path in sorted(source.glob("*.mo")):
        target.mkdir(exist_ok=True)
        shutil.copyfile(path, target / path.name)


def public_sources(course: Course, slug: str) -> Iterator[Path]:
    """The sources that students may see."""
    yield course.root / source_path(course, slug)
    yield course.root / "assignments" / slug / "checks.py"
    for name in SHIPPED:
        yield _ENGINE / f"{name}.py"


def pack(folder: Path, path: Path) -> None:
    """Zips a folder's files, the same bytes each time: sorted, without dates or modes of this machine."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                entry = zipfile.ZipInfo(file.relative_to(folder).as_posix(), date_time=_EPOCH)
                entry.external_attr = 0o644 << 16
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, file.read_bytes())


def solution(course: Course, slug: str, student_folder: Path) -> str:
    """The solution woven into the notebook and executed beside the student's files, as a student would see it.

    Raises:
        CourseError: a cell of it raises.
    """
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError
    from traitlets.config import Config

    assignment = load_assignment(course, slug)
    answers = load_bank(course, assignment)[0]
    book = nbformat.from_dict(weave(notebook(course, slug), assignment.cells, answers))
    # What a student hands in beside the notebook was made by running it once, which may take minutes.
    handed_in = [name for name in assignment.files if (course.root / "solutions" / slug / name).exists()]
    for name in handed_in:
        shutil.copyfile(course.root / "solutions" / slug / name, student_folder / name)
    try:
        with tempfile.TemporaryDirectory() as sockets:
            # Not by TCP, where anybody on the machine may listen.
            manager = {"transport": "ipc", "connection_file": str(Path(sockets) / "kernel.json")}
            NotebookClient(
                book,
                timeout=600,
                kernel_name="python3",
                resources={"metadata": {"path": str(student_folder)}},
                record_timing=False,
                config=Config({"AsyncKernelManager": manager}),
            ).execute()
    except CellExecutionError as error:
        raise CourseError(f"{slug}: the solution's notebook stops: {error}") from None
    finally:
        for name in handed_in:
            (student_folder / name).unlink(missing_ok=True)
    shutil.rmtree(student_folder / "grader" / "autograder" / "__pycache__", ignore_errors=True)
    return text(book)
