"""The red team at the doors of others: `nbgrader autograde`, `otter run` and the command `gradescent grade`.

nbgrader grades its attackers in one batch. `otter run` takes seconds a notebook, so it gets the attacks that are meant
for it in one notebook and one zip. With GRADESCENT_ATTACKS=all, both get all of them one by one (half an hour); with
GRADESCENT_ATTACKS=NAME,NAME these.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import arena
import pytest

from autograder.course import load_course
from autograder.doors import nbgrader, otter
from autograder.sandbox.confine import available

CHOSEN = os.environ.get("GRADESCENT_ATTACKS", "")
ALL = {a.name for a in arena.attacks()}
NAMES = ALL if CHOSEN == "all" else {name for name in CHOSEN.split(",") if name}
assert NAMES <= ALL, f"there is no attack {', '.join(sorted(NAMES - ALL))}"
GROUPS = {"otter and nbgrader", "answers that lie", "notebooks", "sizes", "files"}
NBGRADER = [a for a in arena.attacks() if "nbgrader" in a.doors and not a.open]
NBGRADER = [a for a in NBGRADER if (a.name in NAMES if NAMES else a.group in GROUPS and not a.slow)]
OTTER = [a for a in arena.attacks() if "otter" in a.doors and not a.open and a.name in NAMES]
# Those for one notebook: each claims success in its own way and lets the next one do so, too.
TOGETHER = [a for a in arena.attacks("cells") if a.group == "otter and nbgrader" and a.expect == arena.HONEST]
ZIPS = [a for a in arena.attacks("files") if a.group == "zips" and "otter" in a.doors]
# `otter run` reads a notebook before it asks any plugin, and cannot read these. (In a container ours comes first.)
UNREAD = {"metadata_of_odd_types", "nested_metadata"}
ZERO = {"q1": 0.0, "q2": 0.0, "q3": 0.0}

SAFE = not {"namespaces", "seccomp"} & {layer for layer, missing in available().items() if missing}
pytestmark = [
    pytest.mark.door,
    pytest.mark.skipif(not SAFE, reason="this host gives neither namespaces nor seccomp: nothing would be contained"),
]

MARKS = """
import json, sys
from nbgrader.api import Gradebook
with Gradebook(sys.argv[1]) as gradebook:
    print(json.dumps({
        submission.student.id: {
            grade.name.removesuffix("-check"): grade.auto_score
            for notebook in submission.notebooks for grade in notebook.grades if grade.name != "q4"
        }
        for submission in gradebook.assignment_submissions("tiny")
    }))
"""


# `otter run` on one notebook after the other in one process: no line of a student's runs in it, so none can tell the next.
ONE_BY_ONE = """
import json, os, sys, traceback
from pathlib import Path
from otter.run import main

bundle, folder, *paths = sys.argv[1:]
shown = os.open(os.path.join(folder, f"said-{os.getpid()}"), os.O_RDWR | os.O_CREAT)
os.dup2(shown, 1)
os.dup2(shown, 2)
for path in paths:
    own = Path(folder, Path(path).parent.name.removeprefix("otter-"))
    own.mkdir()
    os.chdir(own)
    os.ftruncate(shown, 0)
    os.lseek(shown, 0, os.SEEK_SET)
    status = 0
    try:
        main(path, autograder=bundle, output_dir=".", no_logo=True)
    except BaseException:
        traceback.print_exc()
        status = 1
    sys.stdout.flush()
    sys.stderr.flush()
    said = os.pread(shown, 1 << 20, 0).decode(errors="replace")
    own.with_suffix(".json").write_text(json.dumps({"exit": status, "said": said, "files": os.listdir(own)}))
"""


@dataclass(frozen=True)
class Scene:
    """A world, and what the doors did in it."""

    world: arena.World
    before: Mapping[str, str]
    temporary: Path
    seconds: Mapping[str, float]
    nbgrader_exit: int
    nbgrader_log: str
    nbgrader_folder: Path
    nbgrader_marks: Mapping[str, Mapping[str, float]]
    otter: Mapping[str, Mapping[str, Any]]
    rows: Mapping[str, Mapping[str, str]]
    said: str
    pages: str


def environment(world: arena.World, temporary: Path) -> dict[str, str]:
    paths = [str(arena.ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    programs = [str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)]
    return {
        **os.environ,
        "HOME": str(world.home),
        "TMPDIR": str(temporary),
        "PATH": os.pathsep.join(programs),
        "PYTHONPATH": os.pathsep.join(paths),
        "PYTHONWARNINGS": "ignore",
        "GRADESCENT_TEST_SECRET": world.canaries["environment"],
    }


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    world = arena.World(tmp_path_factory.mktemp("world"))
    folder = tmp_path_factory.mktemp("doors")
    temporary = Path(tempfile.mkdtemp(prefix="red-team-"))
    temporary.chmod(0o755)
    env = environment(world, temporary)
    seconds = {}
    try:
        before = world.snapshot()

        def timed(name: str, function: Any) -> Any:
            started = time.monotonic()
            result = function()
            seconds[name] = time.monotonic() - started
            return result

        book = timed("nbgrader", lambda: run_nbgrader(world, folder / "nbgrader", env))
        ran = timed("otter", lambda: run_otter(world, folder / "otter", env))
        rows, said, pages = timed("gradescent", lambda: run_ours(world, folder / "ours", env))
        yield Scene(world, before, temporary, seconds, *book, ran, rows, said, pages)
    finally:
        world.close()
        shutil.rmtree(temporary, ignore_errors=True)


def together(world: arena.World) -> dict[str, Any]:
    """All attacks that leave the others alive, in one notebook that claims success in every way it can."""
    return arena.woven(world.book, TOGETHER, world.known)


def run_nbgrader(world: arena.World, folder: Path, env: Mapping[str, str]) -> tuple[int, str, Path, Any]:
    nbgrader.bundle(load_course(world.course), "tiny", folder)
    secret = folder / "course" / "tiny" / "solutions" / "tiny"
    peer = folder / "submitted" / "a_right" / "tiny" / "tiny.ipynb"
    known = {"hidden": str(secret / "hidden.py"), "gradebook": str(folder / "gradebook.db"), "peer": str(peer)}

    def call(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "nbgrader", *words]
        return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=900)

    assert call("generate_assignment", "tiny").returncode == 0
    for student in ("a_right", "m_right", "z_right"):
        own = folder / "submitted" / student / "tiny"
        own.mkdir(parents=True)
        (own / "tiny.ipynb").write_text(
            json.dumps(arena.answered(world.book, {**arena.RIGHT, "q4": world.canaries["peer"]}))
        )
    for attack in NBGRADER:
        made = world.submission(attack, world.folder / "submissions" / f"nbgrader-{attack.name}", known)
        own = folder / "submitted" / attack.name / "tiny"
        if made.is_dir():
            shutil.copytree(made, own, symlinks=True)
        else:
            own.mkdir(parents=True)
            shutil.copyfile(made, own / "tiny.ipynb")
    everything = folder / "submitted" / "everything" / "tiny"
    everything.mkdir(parents=True)
    (everything / "tiny.ipynb").write_text(json.dumps(together(world)))
    ran = call("autograde", "tiny")
    fed = call("generate_feedback", "tiny")
    command = [sys.executable, "-c", MARKS, f"sqlite:///{folder / 'gradebook.db'}"]
    marks = json.loads(subprocess.run(command, env=env, capture_output=True, check=True).stdout)
    return ran.returncode or fed.returncode, ran.stdout + ran.stderr + fed.stdout + fed.stderr, folder, marks


def run_otter(world: arena.World, folder: Path, env: Mapping[str, str]) -> dict[str, Any]:
    packed = otter.bundle(load_course(world.course), "tiny", folder)
    handed = world.folder / "submissions"
    handed.mkdir(exist_ok=True)
    paths = {}
    for name, book in (
        ("right", arena.answered(world.book, arena.RIGHT)),
        ("wrong", arena.answered(world.book, arena.WRONG)),
        ("everything", together(world)),
    ):
        paths[name] = handed / f"{name}.ipynb"
        paths[name].write_text(json.dumps(book))
    paths["zipped"] = _zipped(world, handed)
    alone = [world.submission(attack, handed / f"otter-{attack.name}") for attack in OTTER]

    def call(name: str) -> dict[str, Any]:
        own = folder / name
        own.mkdir()
        command = [sys.executable, "-P", "-m", "otter", "run", "--no-logo", "-a", str(packed), str(paths[name])]
        done = subprocess.run(command, cwd=own, env=env, capture_output=True, text=True, timeout=300)
        written = own / "results.json"
        results = json.loads(written.read_text()) if written.exists() else None
        return {
            "exit": done.returncode,
            "said": done.stdout + done.stderr,
            "results": results,
            "files": os.listdir(own),
        }

    def one_by_one(paths: list[Path]) -> dict[str, Any]:
        command = [sys.executable, "-P", "-c", ONE_BY_ONE, str(packed), str(folder), *map(str, paths)]
        subprocess.run(command, env=env, timeout=60 + 300 * len(paths), check=True)
        found = {}
        for name in (path.parent.name.removeprefix("otter-") for path in paths):
            written = folder / name / "results.json"
            results = json.loads(written.read_text()) if written.exists() else None
            found[name] = {**json.loads((folder / f"{name}.json").read_text()), "results": results}
        return found

    with ThreadPoolExecutor(2) as pool:
        ran = dict(zip(paths, pool.map(call, paths), strict=True))
        for some in pool.map(one_by_one, [part for part in (alone[::2], alone[1::2]) if part]):
            ran |= some
    return ran


def _zipped(world: arena.World, folder: Path) -> Path:
    """Everything that is packed beside a notebook, in one zip."""
    path = folder / "zipped.zip"
    seen = set()
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("zipped.ipynb", json.dumps(together(world)))
        for attack in ZIPS:
            made = world.submission(attack, world.folder / "submissions" / attack.name)
            with zipfile.ZipFile(made) as inner:
                for name in inner.namelist():
                    # Otter's own unpacking stops at names that climb: at these doors the honest way to grade nobody.
                    if not name.endswith(".ipynb") and name not in seen and ".." not in name and name[0] != "/":
                        seen.add(name)
                        archive.writestr(name, inner.read(name))
    return path


def run_ours(world: arena.World, folder: Path, env: Mapping[str, str]) -> tuple[dict[str, dict[str, str]], str, str]:
    handed = world.folder / "submissions" / "class"
    handed.mkdir(parents=True)
    books = {"a_right": arena.RIGHT, "wrong": arena.WRONG, "z_right": arena.RIGHT}
    for name, answers in books.items():
        (handed / f"{name}.ipynb").write_text(json.dumps(arena.answered(world.book, answers)))
    (handed / "everything.ipynb").write_text(json.dumps(together(world)))
    _zipped(world, handed)
    command = [sys.executable, "-m", "autograder", "--course", str(world.course), "grade", str(handed)]
    done = subprocess.run([*command, "--out", str(folder)], env=env, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    with (folder / "scores.csv").open() as file:
        rows = {row["submission"]: row for row in csv.DictReader(file)}
    written = "".join(path.read_text() for path in folder.rglob("*.*") if path.is_file())
    pages = "".join(path.read_text() for path in (folder / "report" / "students").iterdir())
    return rows, done.stdout + done.stderr + written, pages


# --- nbgrader ---------------------------------------------------------------------------------------------


def test_nbgrader_goes_through_the_whole_batch(scene):
    assert scene.nbgrader_exit == 0, scene.nbgrader_log[-3000:]
    assert scene.nbgrader_marks.keys() == {*(a.name for a in NBGRADER), "a_right", "m_right", "z_right", "everything"}


def test_nbgrader_gives_the_honest_full_marks(scene):
    for student in ("a_right", "m_right", "z_right"):
        assert scene.nbgrader_marks[student] == arena.FULL


@pytest.mark.parametrize("attack", NBGRADER, ids=lambda attack: attack.name)
def test_nbgrader_gives_the_honest_mark(scene, attack):
    marks = scene.nbgrader_marks[attack.name]
    assert attack.fits(marks) or (attack.expect == {} and marks == ZERO), marks


def test_nbgrader_is_not_impressed_by_every_claim_at_once(scene):
    assert arena.same_marks(scene.nbgrader_marks["everything"], arena.HONEST)


def test_nbgrader_shows_nobody_a_secret(scene):
    for place in ("release", "feedback", "autograded"):
        for path in (scene.nbgrader_folder / place).rglob("*"):
            if path.is_file() and path.relative_to(scene.nbgrader_folder / place).parts[0] not in (
                "a_right",
                "m_right",
                "z_right",
            ):
                text = path.read_text(errors="replace")
                assert scene.world.leaks(text) == [], path
                assert f"<script>alert('{scene.world.marker}" not in text
    assert scene.world.leaks(scene.nbgrader_log) == []


# --- otter ------------------------------------------------------------------------------------------------


def test_otter_gives_the_honest_their_marks(scene):
    assert otter_marks(scene, "right") == arena.FULL
    assert arena.same_marks(otter_marks(scene, "wrong"), arena.HONEST)


@pytest.mark.parametrize("name", ["everything", "zipped"])
def test_otter_is_not_impressed_by_every_claim_at_once(scene, name):
    assert arena.same_marks(otter_marks(scene, name), arena.HONEST)
    assert scene.otter[name]["files"] == ["results.json"]


@pytest.mark.heavy
@pytest.mark.skipif(not NAMES, reason="GRADESCENT_ATTACKS=all runs them one by one")
@pytest.mark.parametrize("attack", OTTER, ids=lambda attack: attack.name)
def test_otter_gives_the_honest_mark(scene, attack):
    ran = scene.otter[attack.name]
    if ran["exit"] and (attack.expect == {} or attack.name in UNREAD):
        assert ran["results"] is None  # otter itself could not read it: nobody gets a mark
    else:
        marks = otter_marks(scene, attack.name)
        assert attack.fits(marks) or (attack.expect == {} and marks == ZERO), marks


def test_otter_shows_nobody_a_secret(scene):
    for name, ran in scene.otter.items():
        assert scene.world.leaks(json.dumps(ran["results"]) + ran["said"]) == [], name


def otter_marks(scene: Scene, name: str) -> dict[str, float]:
    ran = scene.otter[name]
    assert ran["exit"] == 0, ran["said"][-3000:]
    return {test["name"]: test["score"] for test in ran["results"]["tests"]}


# --- our own ----------------------------------------------------------------------------------------------


def test_gradescent_is_not_impressed_by_every_claim_at_once(scene):
    for name in ("everything", "zipped", "wrong"):
        marks = {question: float(scene.rows[name][question]) for question in arena.HONEST}
        assert arena.same_marks(marks, arena.HONEST), name
        assert scene.rows[name]["status"] == "graded"


def test_gradescent_gives_the_honest_full_marks(scene):
    for name in ("a_right", "z_right"):
        assert {question: float(scene.rows[name][question]) for question in arena.FULL} == arena.FULL


def test_gradescent_writes_nobody_a_secret(scene):
    assert scene.world.leaks(scene.said, "aim") == []  # an instructor may read the aims of hidden checks
    assert scene.world.leaks(scene.pages) == []


# --- the world around -------------------------------------------------------------------------------------


def test_nothing_outside_was_touched(scene):
    after = scene.world.snapshot()
    # Jupyter and IPython make folders of their own in a home.
    own = ("home/.local", "home/.ipython", "home/.jupyter", "home/.cache", "home/.config")
    changed = {p for p in {*scene.before, *after} if scene.before.get(p) != after.get(p) and not p.startswith(own)}
    assert changed == set()
    assert scene.world.stray() == []
    assert scene.world.visits() == []
    assert not [path for path in scene.world.home.rglob("startup/*") if path.name.startswith(scene.world.marker)]


def test_nobody_outlives_the_doors(scene):
    for _ in range(50):
        left = arena.processes(str(scene.temporary))
        if not left:
            break
        time.sleep(0.1)
    assert left == set()


def test_time_stays_in_bounds(scene):
    assert scene.seconds["nbgrader"] < 60 + 5 * len(NBGRADER)
    assert scene.seconds["otter"] < 60 * len(scene.otter)
    assert scene.seconds["gradescent"] < 120
