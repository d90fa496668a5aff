"""The otter door: otter gives every submission our marks, and runs nothing of a student's."""

from __future__ import annotations

import importlib.util
import io
import json
import os
import pickle
import re
import shutil
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from autograder.bank import weave
from autograder.batch import grade_all
from autograder.course import CourseError
from autograder.doors.otter import Plugin, bundle
from autograder.records import HIDDEN_SENTENCE, Submission
from autograder.submission import collect, with_files

ROOT = Path(__file__).parents[3]
TEMPLATES = ROOT / "autograder" / "templates" / "otter"


# --- the bundle -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def packed(tiny, tmp_path_factory) -> Path:
    return bundle(tiny, "tiny", tmp_path_factory.mktemp("bundle"))


def contents(packed: Path) -> dict[str, bytes]:
    """All files of a zip, those of the zips in it included."""
    found: dict[str, bytes] = {}
    with zipfile.ZipFile(packed) as archive:
        for name in archive.namelist():
            found[name] = archive.read(name)
            if name.endswith(".zip"):
                with zipfile.ZipFile(io.BytesIO(found[name])) as inner:
                    found |= {f"{name}/{below}": inner.read(below) for below in inner.namelist()}
    return found


def test_same_course_same_bytes(tiny, packed, tmp_path):
    assert bundle(tiny, "tiny", tmp_path / "again").read_bytes() == packed.read_bytes()


def test_has_what_otters_dockerfile_adds(packed):
    names = set(contents(packed))
    assert {"run_autograder", "setup.sh", "environment.yml", "otter_config.json", "run_otter.py"} <= names
    assert {name for name in names if name.startswith("tests/")} == {"tests/q1.py", "tests/q2.py", "tests/q3.py"}
    engine = "requirements.gradescent.zip/autograder"
    assert {f"{engine}/__init__.py", f"{engine}/sandbox/worker.py", f"{engine}/doors/otter.py"} <= names
    assert not [name for name in names if "__pycache__" in name or "/templates/" in name]


def test_has_no_answers(packed):
    for name, data in contents(packed).items():
        assert not re.search(r"/(answers\.py|wrong|right)(/|$)", name)
        assert b"add_to_itself" not in data  # a helper of the solution's


def test_scripts_can_be_executed(packed):
    with zipfile.ZipFile(packed) as archive:
        for name in ("run_autograder", "setup.sh"):
            assert archive.getinfo(name).external_attr >> 16 & 0o111


def test_unbuilt_assignment_is_not_bundled(tiny, tmp_path):
    with pytest.raises(CourseError, match="no assignment 'huge'"):
        bundle(tiny, "huge", tmp_path)


def test_pins_name_no_index():
    for path in TEMPLATES.iterdir():
        text = path.read_text(encoding="utf-8")
        assert "pypi" not in text.lower()
        assert "index" not in text or path.name == "setup.sh"
    for name in ("requirements.lock.txt", "requirements.torch.txt"):
        lines = (TEMPLATES / name).read_text(encoding="utf-8").splitlines()
        pins = [line for line in lines if not line.startswith("#")]
        assert pins
        assert all(re.fullmatch(r"[a-z0-9-]+==[0-9][0-9a-z.]*", pin) for pin in pins)


def test_importing_the_door_imports_no_other_tool():
    program = "import sys, autograder.doors.otter; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-P", "-c", program], env=environment(), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert not {"jupytext", "nbgrader", "torch", "otter"} & set(done.stdout.split())


# --- submissions ------------------------------------------------------------------------------------------


def code(source: str) -> dict[str, Any]:
    return {"cell_type": "code", "execution_count": None, "id": "mine", "metadata": {}, "outputs": [], "source": source}


class Fires:
    """Unpickling this leaves a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return (Path.touch, (self.path,))


@pytest.fixture(scope="module")
def canaries(tmp_path_factory) -> Path:
    """A folder in which nothing of a student's may ever leave a file."""
    return tmp_path_factory.mktemp("canaries")


@pytest.fixture(scope="module")
def submissions(book, assignment, bank, canaries, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("submissions")
    for name in ("answers", "absolute", "stub"):
        (folder / f"{name}.ipynb").write_text(json.dumps(weave(book, assignment.cells, bank[name])))
    solved = (folder / "answers.ipynb").read_text()

    hostile = json.loads(solved)
    hostile["cells"].append(code(f"open({str(canaries / 'cell')!r}, 'w')"))
    hostile["cells"].append(code("VERDICTS = {f'q{n}': True for n in range(9)}; raise KeyError('\\ud800')"))
    (folder / "hostile.ipynb").write_text(json.dumps(hostile))

    odd = json.loads((folder / "absolute.ipynb").read_text())
    odd["metadata"]["kernelspec"] = {"name": "klingon", "display_name": "Klingon", "language": "klingon"}
    odd["metadata"]["otter"] = {"tests": {"q1": "x"}, "OK_FORMAT": False}
    odd["cells"][4]["metadata"]["otter"] = {"tests": ["q1"]}
    (folder / "metadata.ipynb").write_text(json.dumps(odd))

    other = json.loads(solved)
    other["metadata"]["gradescent"]["assignment"] = "quartic"
    (folder / "other.ipynb").write_text(json.dumps(other))

    (folder / "unreadable.ipynb").write_text('{"cells": [')
    with zipfile.ZipFile(folder / "hostile.zip", "w") as archive:
        archive.write(folder / "hostile.ipynb", "hostile.ipynb")
        for name in ("__init__", "ipykernel_launcher", "json", "otter/__init__", "autograder/__init__"):
            archive.writestr(f"{name}.py", f"open({str(canaries / name.replace('/', '-'))!r}, 'w')")
        archive.writestr("tests/q1.py", f"open({str(canaries / 'test')!r}, 'w')")
        archive.writestr("course/assignments/course.toml", "")
        archive.writestr(".OTTER_LOG", pickle.dumps(Fires(canaries / "log")))
    with zipfile.ZipFile(folder / "several.zip", "w") as archive:
        for name in ("answers.ipynb", "stub.ipynb"):
            archive.write(folder / name, name)
    return folder


@dataclass(frozen=True)
class Ran:
    """What one run of otter left behind."""

    code: int
    said: str
    results: dict[str, Any] | None
    files: frozenset[str]

    @property
    def marks(self) -> dict[str, float]:
        assert self.code == 0, self.said
        assert self.results is not None
        return {test["name"]: test["score"] for test in self.results["tests"]}

    @property
    def text(self) -> str:
        return json.dumps(self.results, ensure_ascii=False)


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), **more}


def otter_run(packed: Path, submission: Path, folder: Path) -> Ran:
    """`otter run`, in a folder of its own."""
    folder.mkdir()
    command = [sys.executable, "-P", "-m", "otter", "run", "--no-logo", "-a", str(packed), str(submission)]
    done = subprocess.run(command, cwd=folder, env=environment(), capture_output=True, text=True, timeout=300)
    written = folder / "results.json"
    results = json.loads(written.read_text()) if written.exists() else None
    return Ran(done.returncode, done.stdout + done.stderr, results, frozenset(os.listdir(folder)))


def container_run(packed: Path, submission: Path, folder: Path) -> Ran:
    """What a container does, in folders instead: the engine comes from the bundle alone."""
    root = folder / "autograder"
    for name in ("source", "submission", "results"):
        (root / name).mkdir(parents=True)
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(root / "source")
    with zipfile.ZipFile(root / "source" / "requirements.gradescent.zip") as archive:
        archive.extractall(folder / "engine")
    (root / "submission_metadata.json").touch()
    if submission.suffix == ".zip":  # Gradescope unpacks it
        with zipfile.ZipFile(submission) as archive:
            archive.extractall(root / "submission")
    else:
        shutil.copy(submission, root / "submission")
    surroundings = environment(GRADESCENT_ROOT=str(root), GRADESCENT_ENGINE=str(folder / "engine"))
    del surroundings["PYTHONPATH"]
    command = [sys.executable, "-P", str(root / "source" / "run_otter.py")]
    done = subprocess.run(command, cwd=folder, env=surroundings, capture_output=True, text=True, timeout=300)
    written = root / "results" / "results.json"
    results = json.loads(written.read_text()) if written.exists() else None
    return Ran(done.returncode, done.stdout + done.stderr, results, frozenset(os.listdir(root / "submission")))


@pytest.fixture(scope="module")
def without_plugin(packed, tmp_path_factory) -> Path:
    """The same bundle, but for the plugin: otter as its makers know it."""
    path = tmp_path_factory.mktemp("bare") / "autograder.zip"
    with zipfile.ZipFile(packed) as archive, zipfile.ZipFile(path, "w") as bare:
        for name in archive.namelist():
            bare.writestr(name, b"{}" if name == "otter_config.json" else archive.read(name))
    return path


@pytest.fixture(scope="module")
def broken(packed, tmp_path_factory) -> Path:
    """A bundle whose hidden checks do not load."""
    path = tmp_path_factory.mktemp("broken") / "autograder.zip"
    with zipfile.ZipFile(packed) as archive, zipfile.ZipFile(path, "w") as bad:
        for name in archive.namelist():
            bad.writestr(name, b"import nowhere" if name.endswith("hidden.py") else archive.read(name))
    return path


@pytest.fixture(scope="module")
def runs(packed, broken, submissions, tmp_path_factory) -> dict[str, Ran]:
    """All runs, several at a time."""
    folder = tmp_path_factory.mktemp("runs")
    jobs = [("run", otter_run, packed, name) for name in RUN]
    jobs += [("container", container_run, packed, name) for name in CONTAINER]
    jobs += [("broken run", otter_run, broken, "answers.ipynb")]
    jobs += [("broken container", container_run, broken, "answers.ipynb")]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        futures = {
            f"{way} {name}": pool.submit(function, archive, submissions / name, folder / f"{way}-{name}")
            for way, function, archive, name in jobs
        }
        return {name: future.result() for name, future in futures.items()}


RUN = (
    "answers.ipynb",
    "absolute.ipynb",
    "stub.ipynb",
    "hostile.zip",
    "metadata.ipynb",
    "other.ipynb",
    "unreadable.ipynb",
    "several.zip",
)
CONTAINER = ("absolute.ipynb", "hostile.zip", "unreadable.ipynb", "several.zip")
ZERO = {"q1": 0.0, "q2": 0.0, "q3": 0.0}


# --- otter run --------------------------------------------------------------------------------------------


@pytest.mark.door
@pytest.mark.parametrize(
    "ran",
    [f"run {name}" for name in RUN[:5]] + [f"container {name}" for name in CONTAINER[:2]],
)
def test_marks_are_ours(ran, runs, submissions, tiny, sandbox):
    name = ran.split()[1]
    submission = submissions / ("hostile.ipynb" if name == "hostile.zip" else name)
    [score] = grade_all(tiny, collect([submission]), sandbox, slug="tiny")
    ours = {question.question: round(question.score, 5) for question in score.questions if question.score is not None}
    assert runs[ran].marks == ours
    assert list(runs[ran].marks) == ["q1", "q2", "q3"]
    assert score.status == "graded"


@pytest.mark.door
def test_marks_differ_between_submissions(runs):
    assert runs["run answers.ipynb"].marks == {"q1": 2.0, "q2": 1.0, "q3": 1.0}
    assert runs["run absolute.ipynb"].marks == {"q1": 0.66667, "q2": 1.0, "q3": 1.0}
    assert runs["run stub.ipynb"].marks == ZERO


@pytest.mark.door
def test_only_the_results_are_written(runs):
    assert {run.files for name, run in runs.items() if name.startswith("run ") and not run.code} == {
        frozenset({"results.json"})
    }


@pytest.mark.door
def test_students_read_of_hidden_checks_that_they_are_there(runs, assignment):
    text = runs["run absolute.ipynb"].text
    assert HIDDEN_SENTENCE in text
    assert "✓ `double(3.0)` is 6." in text
    for check in assignment.checks:
        assert not (check.hidden and (check.aim in text or check.name in text))
    assert "-" not in re.sub(r"[^-0-9.]", "", text)  # what it was called with: negative numbers


@pytest.mark.door
def test_says_what_concerns_the_whole_notebook(runs):
    assert runs["run answers.ipynb"].results["output"] == "4 of 4 points.\nA person marks q4."
    assert "Not answered yet" in runs["run stub.ipynb"].text
    # The sandbox ran the cell that otter did not; whether it sees the folder or not, it may not write there.
    assert re.search("Cell 14, line 1: (PermissionError|FileNotFoundError)", runs["run hostile.zip"].results["output"])


@pytest.mark.door
def test_log_names_the_isolation(runs):
    assert "isolation in force: " in runs["run answers.ipynb"].said


@pytest.mark.door
def test_wrong_notebook_gets_zero_and_the_reason(runs):
    assert runs["run other.ipynb"].marks == ZERO
    assert "'quartic'" in runs["run other.ipynb"].results["output"]


@pytest.mark.door
def test_what_otter_cannot_read_gets_no_mark_from_otter_run(runs):
    """Otter reads a submission before it asks any plugin. In a container, our run_otter.py comes first."""
    for name in ("run unreadable.ipynb", "run several.zip"):
        assert runs[name].code != 0
        assert runs[name].files == frozenset()


@pytest.mark.door
def test_in_a_container_it_gets_zero_and_the_reason(runs):
    for name, reason in {"unreadable.ipynb": "ends in the middle", "several.zip": "holds 2 notebooks"}.items():
        run = runs[f"container {name}"]
        assert run.marks == ZERO
        assert reason in run.results["output"]
        assert all(reason in test["output"] for test in run.results["tests"])


@pytest.mark.door
def test_broken_grader_gives_no_mark(runs):
    for way in ("run", "container"):
        run = runs[f"broken {way} answers.ipynb"]
        assert run.code != 0
        assert run.results is None
        assert "The grader failed, and not the submission: CourseError" in run.said


@pytest.mark.door
def test_otter_runs_nothing_of_a_students(runs, canaries, without_plugin, submissions, tmp_path):
    assert sorted(os.listdir(canaries)) == []
    # Otter by itself runs the cell, starts the shadow of its kernel and unpickles the log: the canaries do sing.
    for name in ("hostile.ipynb", "hostile.zip"):
        otter_run(without_plugin, submissions / name, tmp_path / name)
    assert {"cell", "ipykernel_launcher", "log"} <= set(os.listdir(canaries))
    for canary in canaries.iterdir():
        canary.unlink()


@pytest.mark.door
def test_container_keeps_the_file_that_otter_grade_fetches(runs):
    assert "absolute.ipynb" in runs["container absolute.ipynb"].files


# --- what is handed in beside the notebook ----------------------------------------------------------------


def beside(path):
    return with_files(Submission("student", path, None, (), "0"), ("runs.safetensors",)).files


def handed_in(folder: Path) -> Path:
    folder.mkdir()
    (folder / "a.ipynb").write_text("{}")
    (folder / "runs.safetensors").write_bytes(b"runs")
    (folder / ".OTTER_LOG").write_bytes(b"log")
    return folder / "a.ipynb"


def test_the_container_puts_it_aside_with_the_notebook(tmp_path):
    spec = importlib.util.spec_from_file_location("run_otter", TEMPLATES / "run_otter.py")
    run_otter = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(run_otter)
    notebook = handed_in(tmp_path / "submission")
    aside = run_otter.put_aside(notebook.parent)
    assert beside(aside) == {"runs.safetensors": b"runs"}
    assert [path.name for path in notebook.parent.iterdir()] == ["a.ipynb"]
    shutil.rmtree(aside.parent)


def test_the_plugin_keeps_it_and_leaves_nothing(tmp_path):
    notebook = handed_in(tmp_path / "submission")
    plugin = Plugin(str(notebook), {}, {"slug": "tiny"})
    plugin.before_grading(None)
    assert beside(plugin._handed_in) == {"runs.safetensors": b"runs"}
    assert [path.name for path in notebook.parent.iterdir()] == ["a.ipynb"]
    plugin._aside.cleanup()
