"""The house's rules, held by tests: who may import whom, and what grading may never do."""

from __future__ import annotations

import ast
import graphlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ENGINE = sorted((ROOT / "autograder").rglob("*.py"))
HEAVY = {"torch", "torchvision", "reference", "checks", "hidden", "answers"}


def imports(path: Path, top_level: bool = False) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in tree.body if top_level else ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module or ""


def roots(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imports(path)}


@pytest.mark.parametrize("path", ENGINE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_engine_knows_neither_torch_nor_an_assignment(path):
    assert not roots(path) & HEAVY


@pytest.mark.parametrize("path", ENGINE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_nothing_that_grades_unpickles(path):
    assert not roots(path) & {"pickle", "dill", "cloudpickle", "marshal", "shelve", "joblib"}
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    assert "eval" not in calls
    # By name imports only the warm process, before it knows a student: the names come from the grader.
    named = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)} | calls
    if path.name != "worker.py":
        assert not named & {"import_module", "__import__", "exec_module", "load_module", "run_path", "run_module"}
    assert not named & {"Unpickler", "allow_pickle"}
    # exec is for our own sources (the course's checks) and, in the worker alone, for the student's.
    if path.name not in {"worker.py", "course.py", "kernel.py"}:
        assert "exec" not in calls


def test_no_part_of_the_engine_stands_above_itself():
    """Modules and folders that lie in `autograder/` import each other in one direction, also where a function does."""
    above: dict[str, set[str]] = {}
    for path in ENGINE:
        own = path.relative_to(ROOT / "autograder").parts[0].removesuffix(".py")
        parts = {name.split(".")[1] for name in imports(path) if name.startswith("autograder.")}
        above.setdefault(own, set()).update((parts | set(from_the_face(path))) - {own})
    order = list(graphlib.TopologicalSorter(above).static_order())
    assert order.index("records") < order.index("grading") < order.index("batch") < order.index("cli")


def from_the_face(path: Path) -> Iterator[str]:
    """The modules that a file takes from the package itself: `from autograder import diagnosis`."""
    modules = {entry.stem for entry in (ROOT / "autograder").iterdir()}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "autograder" and node.level == 0:
            yield from (alias.name for alias in node.names if alias.name in modules)


@pytest.mark.parametrize("path", sorted((ROOT / "reference").rglob("*.py")), ids=lambda path: path.name)
def test_the_reference_knows_neither_the_engine_nor_an_answer(path):
    assert not roots(path) & {"autograder", "checks", "hidden", "answers"}


@pytest.mark.parametrize("path", sorted(ROOT.glob("assignments/*/checks.py")), ids=lambda path: path.parent.name)
def test_public_checks_import_the_engine_and_the_standard_library_only(path):
    top = {name.split(".")[0] for name in imports(path, top_level=True)}
    assert top <= {"autograder", *sys.stdlib_module_names}
    assert "reference" not in roots(path)


@pytest.mark.parametrize("path", sorted(ROOT.glob("solutions/*/hidden.py")), ids=lambda path: path.parent.name)
def test_hidden_checks_import_the_public_probes_and_the_reference(path):
    assert roots(path) <= {"autograder", "checks", "reference", "numpy", "torch", *sys.stdlib_module_names}


@pytest.mark.parametrize("path", sorted(ROOT.glob("solutions/*/answers.py")), ids=lambda path: path.parent.name)
def test_answers_import_torch_only(path):
    assert roots(path) <= {"torch", "torchvision", *sys.stdlib_module_names}


def test_the_same_slug_in_every_room():
    assignments = {path.name for path in (ROOT / "assignments").iterdir() if path.is_dir()}
    solutions = {path.name for path in (ROOT / "solutions").iterdir() if path.is_dir()}
    assert assignments == solutions
    for slug in assignments:
        for name in (f"{slug}.py", f"{slug}.ipynb", "checks.py"):
            assert (ROOT / "assignments" / slug / name).exists()
        for name in ("answers.py", "hidden.py", "wrong", "right"):
            assert (ROOT / "solutions" / slug / name).exists()


def test_asking_for_help_imports_nothing_heavy():
    program = (
        "import sys; from autograder.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert not {"torch", "numpy", "rich", "jupytext", "nbformat", "matplotlib", "IPython"} & set(done.stderr.split())


def test_the_grader_process_imports_no_torch():
    program = "import sys, autograder.batch, autograder.doors, autograder.results; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert not {"torch", "jupytext", "nbformat", "IPython", "matplotlib"} & set(done.stdout.split())


def test_grading_unpickles_nothing(solved, tmp_path):
    """Traced, and not only looked for: also what we import may not do it while a submission is graded."""
    notebook = tmp_path / "a.ipynb"
    notebook.write_text(json.dumps(solved))
    program = """
import sys
events = []
sys.addaudithook(lambda event, _: events.append(event) if event.startswith("pickle.") else None)
from autograder.batch import grade_all
from autograder.course import load_course
from autograder.sandbox.session import Sandbox
from autograder.submission import collect
from pathlib import Path
with Sandbox(()) as sandbox:
    [score] = grade_all(load_course(Path(sys.argv[1])), collect([Path(sys.argv[2])]), sandbox)
assert score.score == 4.0, score
import pickle
assert not events, events
pickle.loads(pickle.dumps(Path))
assert events == ["pickle.find_class"], "the trace sees nothing"
"""
    course = ROOT / "tests" / "course"
    subprocess.run([sys.executable, "-c", program, str(course), str(notebook)], check=True, cwd=ROOT)
