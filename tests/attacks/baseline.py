"""What otter-grader and nbgrader give for the same attacks when they are used as their makers have it.

    python tests/attacks/baseline.py            all attacks, a table in markdown
    python tests/attacks/baseline.py NAME ...   these

Not a test: the attacks run for real, each in a bubblewrap of its own (no network, own processes, a read-only system, a
small /tmp, no capabilities) under limits of time and memory. The grader, its secrets and the listeners are in there with
them. Nothing but the kernel holds what takes memory or forks: run those in a control group of a few gigabytes.

otter: tests in its OK format, packed by `otter generate`, graded by `otter run`. nbgrader: a source notebook with test
cells, `generate_assignment`, `autograde`. The tests compare by `numpy.isclose`, and share the points as our checks do.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib import metadata
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]

import arena  # noqa: E402

TOOLS = ("otter", "nbgrader")
SECONDS = 120

# (question, points, code, value, hidden)
TESTS = (
    ("q1", 2 / 3, "bool(np.isclose(double(3.0), 6.0))"),
    ("q1", 4 / 3, "bool(np.isclose(double(-4.0), -8.0))"),
    ("q2", 1.0, "bool(np.isclose(quadruple(1.5), 6.0))"),
    ("q3", 0.5, "isinstance(answer, (int, float))"),
    ("q3", 0.5, "bool(np.isclose(float(answer), 42.0)) and reason == 'b'"),
)


# --- outside ----------------------------------------------------------------------------------------------


def main(names: list[str]) -> None:
    attacks = [a for a in arena.attacks() if a.name in names or not names]
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder))
        jobs = [("honest", tool) for tool in TOOLS]
        jobs += [(attack.name, tool) for attack in attacks for tool in TOOLS]
        with ThreadPoolExecutor(2) as pool:
            found = dict(zip(jobs, pool.map(lambda job: run(*job, Path(folder)), jobs), strict=True))
    versions = {name: metadata.version(name) for name in ("otter-grader", "nbgrader", "torch")}
    print(f"<!-- {time.strftime('%Y-%m-%d')}, {versions}, Python {sys.version.split()[0]} -->\n")
    print("| attack | otter | nbgrader |\n|---|---|---|")
    expect = {"honest": arena.HONEST} | {attack.name: attack.expect for attack in attacks}
    for name in expect:
        cells = [words(found[name, tool], found["honest", tool], expect[name]) for tool in TOOLS]
        print(f"| {name} | {cells[0]} | {cells[1]} |")


def run(name: str, tool: str, folder: Path) -> dict[str, Any]:
    """One attack on one tool, in its own bubblewrap."""
    attack = next((a for a in arena.attacks() if a.name == name), None)
    if attack is not None and tool not in attack.doors:
        return {"skipped": True}
    command = ["bwrap", "--unshare-all", "--cap-drop", "ALL", "--die-with-parent", "--new-session"]
    command += ["--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--size", str(1 << 30), "--tmpfs", "/tmp"]
    command += [
        "--ro-bind",
        str(folder),
        "/tmp/prepared",
        "--chdir",
        "/tmp",
        "--clearenv",
        "--setenv",
        "HOME",
        "/tmp/home",
        "--setenv",
        "LANG",
        "C.UTF-8",
    ]
    command += [
        "--setenv",
        "PATH",
        f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "--setenv",
        "PYTHONWARNINGS",
        "ignore",
    ]
    command += ["prlimit", f"--as={12 << 30}", f"--fsize={256 << 20}", f"--cpu={SECONDS}", "--core=0"]
    command += [sys.executable, str(HERE / "baseline.py"), "--inside", tool, name]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, stdin=subprocess.DEVNULL)
    except subprocess.TimeoutExpired:
        return {"hung": True}
    last = (done.stdout.strip().splitlines() or [""])[-1]
    print(f"{name} {tool}: {last[:2000] or done.stderr[-300:]}", file=sys.stderr)
    try:
        return json.loads(last)
    except ValueError:
        return {"died": True}


def words(found: Mapping[str, Any], honest: Mapping[str, Any], expect: Any = arena.HONEST) -> str:
    """What came of it, in a table's cell; `expect` are the marks that the answers are worth."""
    if found.get("skipped"):
        return "–"
    if found.get("hung"):
        return f"**no end** within {SECONDS} s"
    if found.get("died"):
        return "**the grader was ended**"
    said = []
    total = sum(found["marks"].values())
    usual = sum((honest["marks"] if expect in ("at most", arena.HONEST) else expect or honest["marks"]).values())
    if not found["marks"]:
        said.append("no mark")
    elif abs(total - usual) > 1e-3 and honest is not found:
        said.append(
            f"**{total:.3g}** instead of {usual:.3g}" if total > usual else f"{total:.3g} instead of {usual:.3g}"
        )
    elif honest is found:
        said.append(f"{total:.3g} of 4")
    for key, sentence in (
        ("leaks", "secrets shown"),
        ("changed", "files outside changed"),
        ("visits", "listeners reached"),
        ("left", "a process left behind"),
    ):
        news = [item for item in found[key] if key != "leaks" or honest is found or item not in honest["leaks"]]
        if news:
            said.append(f"**{sentence}**" + (f" ({', '.join(news)})" if key == "leaks" else ""))
    return ", ".join(said) or "held"


# --- inside -----------------------------------------------------------------------------------------------


def inside(tool: str, name: str) -> None:
    os.makedirs("/tmp/home", exist_ok=True)
    folder = Path("/tmp/world")
    folder.mkdir()
    world = arena.World(folder)
    os.environ["GRADESCENT_TEST_SECRET"] = world.canaries["environment"]
    handed = folder / "submissions" / name
    replace_canary(world, (Path("/tmp/prepared") / "canary").read_text())
    world.book = bare(world.book) if tool == "otter" else released(bare(world.book))
    if name == "honest":
        handed.mkdir(parents=True)
        path = handed / "honest.ipynb"
        path.write_text(json.dumps(arena.answered(world.book, arena.WRONG)))
    else:
        attack = next(a for a in arena.attacks() if a.name == name)
        path = world.submission(attack, handed)
    before = world.snapshot()
    marks, shown = (run_otter if tool == "otter" else run_nbgrader)(world, path, Path("/tmp/run"))
    time.sleep(1.5)
    left = [
        entry.name
        for entry in Path("/proc").iterdir()
        if entry.name.isdigit() and int(entry.name) > 2 and int(entry.name) != os.getpid() and _ours(entry)
    ]
    after = world.snapshot()
    changed = [p for p in {*before, *after} if before.get(p) != after.get(p)]
    result = {
        "marks": marks,
        "leaks": sorted(world.leaks(shown)),
        "changed": sorted([*changed, *world.stray()])[:5],
        "visits": world.visits(),
        "left": left,
    }
    print(json.dumps(result))


def _ours(entry: Path) -> bool:
    try:
        return b"python" in (entry / "cmdline").read_bytes() or b"sh" in (entry / "cmdline").read_bytes()
    except OSError:
        return False


def replace_canary(world: arena.World, canary: str) -> None:
    """The one of the hidden checks is that of the tests that were packed before."""
    hidden = Path(world.known["hidden"])
    hidden.write_text(hidden.read_text().replace(world.canaries["hidden"], canary))
    world.canaries["hidden"] = canary


def bare(book: dict[str, Any]) -> dict[str, Any]:
    """The issued notebook without the cells that load and call our grader."""
    cells = [{**c, "source": ""} if c["id"].endswith("-check") else c for c in book["cells"] if c["id"] != "setup"]
    return {**book, "cells": cells}


def prepare(folder: Path) -> None:
    """What the instructor makes once: otter's zip, nbgrader's course. No attack is in it."""
    canary = f"canary-hidden-{secrets.token_hex(8)}"
    (folder / "canary").write_text(canary)
    tests = folder / "otter" / "tests"
    tests.mkdir(parents=True)
    for question in ("q1", "q2", "q3"):
        (tests / f"{question}.py").write_text(ok_test(question, canary))
    command = [sys.executable, "-m", "otter", "generate", "-t", "tests", "--no-environment"]
    subprocess.run(command, cwd=folder / "otter", capture_output=True, check=True)
    course = folder / "nbgrader"
    source = course / "source" / "tiny"
    source.mkdir(parents=True)
    book = json.loads((arena.TINY / "assignments" / "tiny" / "tiny.ipynb").read_text())
    book = released(bare(book))
    for cell in book["cells"]:
        if "-test-" in cell["id"]:
            cell["source"] += f"\n### BEGIN HIDDEN TESTS\nsecret = {canary!r}\n### END HIDDEN TESTS"
    (source / "tiny.ipynb").write_text(json.dumps(book))
    (course / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'a'\n")
    env = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", "tiny"]
    subprocess.run(command, cwd=course, env=env, capture_output=True, check=True)


def ok_test(question: str, canary: str) -> str:
    cases = []
    for name, points, code in TESTS:
        if name == question:
            secret = f">>> secret = {canary!r}\n" if cases else ""
            text = f">>> import numpy as np\n{secret}>>> {code}\nTrue"
            cases.append({"code": text, "hidden": bool(cases), "locked": False, "points": points})
    suites = [{"cases": cases, "scored": True, "setup": "", "teardown": "", "type": "doctest"}]
    return f"OK_FORMAT = True\n\ntest = { ({'name': question, 'points': None, 'suites': suites})!r}\n"


def run_otter(world: arena.World, path: Path, folder: Path) -> tuple[dict[str, float], str]:
    out = folder / "out"
    out.mkdir(parents=True)
    packed = "/tmp/prepared/otter/autograder.zip"
    command = [sys.executable, "-m", "otter", "run", "--no-logo", "-a", packed, "-o", str(out), str(path)]
    subprocess.run(command, cwd=out, capture_output=True, text=True)
    marks: dict[str, float] = {}
    written = out / "results.json"
    shown = ""
    if written.exists():
        try:
            results = json.loads(written.read_text())
            marks = {test["name"]: float(test.get("score", 0.0)) for test in results["tests"] if "score" in test}
            marks.pop("Public Tests", None)
            # What otter keeps from the student is no leak.
            shown = json.dumps([test for test in results["tests"] if test.get("visibility") != "hidden"])
        except (ValueError, KeyError, TypeError):
            shown = written.read_text()
    return marks, shown


def released(book: dict[str, Any]) -> dict[str, Any]:
    """The notebook with nbgrader's own cells: answers to be filled in, and test cells."""
    cells = []
    for cell in book["cells"]:
        tag = {"schema_version": 3, "grade": False, "solution": True, "locked": False, "task": False}
        if cell["id"] in arena.WRONG:
            cell = {**cell, "metadata": {"nbgrader": {**tag, "grade_id": cell["id"]}}}
        if not (cell["id"].endswith("-check") or cell["id"] == "q4"):
            cells.append(cell)
        if cell["id"].endswith("-check"):
            for number, (question, points, code) in enumerate(TESTS):
                if question == cell["id"].removesuffix("-check"):
                    mine = {**tag, "grade": True, "solution": False, "locked": True, "points": points}
                    name = f"{question}-test-{number}"
                    test = arena.code(f"import numpy as np\nassert {code}", name)
                    cells.append({**test, "metadata": {"nbgrader": {**mine, "grade_id": name}}})
    return {**book, "cells": cells}


def run_nbgrader(world: arena.World, path: Path, folder: Path) -> tuple[dict[str, float], str]:
    shutil.copytree("/tmp/prepared/nbgrader", folder)

    def call(*what: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "nbgrader", *what], cwd=folder, capture_output=True, text=True, check=False
        )

    own = folder / "submitted" / "student" / "tiny"
    if path.is_dir():
        shutil.copytree(path, own, symlinks=True)
    else:
        own.mkdir(parents=True)
        shutil.copyfile(path, own / "tiny.ipynb")
    call("autograde", "tiny")
    from nbgrader.api import Gradebook

    marks: dict[str, float] = {}
    autograded = folder / "autograded" / "student" / "tiny" / "tiny.ipynb"
    if autograded.exists():
        with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as gradebook:
            for notebook in gradebook.find_submission("tiny", "student").notebooks:
                for grade in notebook.grades:
                    question = grade.name.split("-")[0]
                    marks[question] = marks.get(question, 0.0) + (grade.auto_score or 0.0)
    outputs = []
    if autograded.exists():
        for cell in json.loads(autograded.read_text())["cells"]:
            outputs.append(json.dumps(cell.get("outputs", [])))
    return marks, "\n".join(outputs)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--inside"]:
        inside(*sys.argv[2:4])
    else:
        main(sys.argv[1:])
