"""What otter-grader and nbgrader give for the same attacks when they are used as their makers have it.

    python tests/attacks/baseline.py                    all attacks, a table in markdown
    python tests/attacks/baseline.py NAME ...           these
    ... --missing --write docs/security.md              those whose cells are empty there, and puts what was seen into them

Not a test: the attacks run for real, each in a bubblewrap of its own (no network, own processes, a read-only system, a
/tmp of a gigabyte, no capabilities) and in a control group of 3 GiB and 200 processes, where this user may make one. The
grader, its secrets and the listeners are in there with them. Without a control group nothing but the kernel holds what
takes memory or forks: such attacks are then not run.

otter: tests in its OK format, packed by `otter generate`, graded by `otter run`. nbgrader: a source notebook with test
cells, `generate_assignment`, `autograde`. The tests compare by `numpy.isclose`, and share the points as our checks do.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]

import arena  # noqa: E402

TOOLS = ("otter", "nbgrader")
# An honest notebook takes some ten seconds of processor time. What has used four times that, or stood still for longer
# than nbgrader waits for a cell, has no end; on a busy machine the clock on the wall would say so of everything.
SECONDS, STILL, PATIENCE = 40.0, 90.0, 900.0
MEMORY, PROCESSES, DISK = 3 << 30, 200, 1 << 30
EMPTY = {"", "not run"}
# What takes the whole machine where nothing else holds it.
GREEDY = {"memory", "processes", "disk"}

# (question, points, code, value, hidden)
TESTS = (
    ("q1", 2 / 3, "bool(np.isclose(double(3.0), 6.0))"),
    ("q1", 4 / 3, "bool(np.isclose(double(-4.0), -8.0))"),
    ("q2", 1.0, "bool(np.isclose(quadruple(1.5), 6.0))"),
    ("q3", 0.5, "isinstance(answer, (int, float))"),
    ("q3", 0.5, "bool(np.isclose(float(answer), 42.0)) and reason == 'b'"),
)


# --- outside ----------------------------------------------------------------------------------------------


def main() -> None:
    parser = argparse.ArgumentParser(description="what unmodified otter and nbgrader give for the attacks")
    parser.add_argument("names", nargs="*")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="put what was seen into the table of this page")
    parser.add_argument("--missing", action="store_true", help="only what has an empty cell there")
    given = parser.parse_args()
    attacks = [a for a in arena.attacks() if a.name in given.names or not given.names]
    if given.missing:
        attacks = [a for a in attacks if EMPTY & set(_columns(given.write.read_text(), a.name))]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder)
        honest = {tool: run("honest", tool, folder) for tool in TOOLS}
        versions = {name: metadata.version(name) for name in ("otter-grader", "nbgrader", "torch")}
        print(f"<!-- {time.strftime('%Y-%m-%d')}, {versions}, Python {sys.version.split()[0]} -->\n")
        print("| attack | otter | nbgrader |\n|---|---|---|", flush=True)
        said = [words(honest[tool], honest[tool], arena.HONEST) for tool in TOOLS]
        print(f"| honest | {said[0]} | {said[1]} |", flush=True)

        # Read before anything is written: a page that is half written has no such row.
        page = given.write.read_text() if given.missing else ""
        had = {a.name: _columns(page, a.name) if given.missing else ["", ""] for a in attacks}

        def both(attack: arena.Attack) -> list[str]:
            return [
                text if text not in EMPTY else words(run(attack.name, tool, folder), honest[tool], attack.expect)
                for tool, text in zip(TOOLS, had[attack.name], strict=True)
            ]

        with ThreadPoolExecutor(2) as pool:
            jobs = {pool.submit(both, attack): attack for attack in attacks}
            for job in as_completed(jobs):
                attack, said = jobs[job], job.result()
                print(f"| {attack.name} | {said[0]} | {said[1]} |", flush=True)
                if given.write and "too busy" not in "".join(said):  # at once: a run of an hour may be cut off
                    given.write.write_text(_filled(given.write.read_text(), attack.name, said))


def _columns(page: str, name: str) -> list[str]:
    """The cells of the two tools in an attack's row."""
    row = re.search(rf"^\| `{name}` \|(?:[^|\n]*\|){{4}}([^|\n]*)\|([^|\n]*)\|$", page, re.MULTILINE)
    return [cell.strip() for cell in row.groups()] if row else []


def _filled(page: str, name: str, said: list[str]) -> str:
    row = re.compile(rf"^(\| `{name}` \|(?:[^|\n]*\|){{4}})[^|\n]*\|[^|\n]*\|$", re.MULTILINE)
    return row.sub(lambda found: f"{found[1]} {said[0]} | {said[1]} |", page, count=1)


@dataclass
class Held:
    """A control group of one attack, and what it took at most."""

    folders: dict[str, Path]
    memory: int = 0
    refused: bool = False
    cpu: float = 0.0
    moved: float = field(default_factory=time.monotonic)

    @property
    def entry(self) -> list[str]:
        """What a command begins with to be in it, from its first instruction on."""
        joined = "".join(f"echo $$ > {folder}/cgroup.procs; " for folder in self.folders.values())
        return ["sh", "-c", f'{joined}exec "$@"', "sh"]

    def look(self) -> None:
        """Memory that somebody has, not files that the kernel keeps because there is room."""
        with contextlib.suppress(OSError):
            cpu = int((self.folders["cpuacct"] / "cpuacct.usage").read_text()) / 1e9
            if cpu > self.cpu + 0.2:  # some threads of a program that waits look around now and then
                self.cpu, self.moved = cpu, time.monotonic()
        with contextlib.suppress(OSError, KeyError):
            stat = dict(line.split() for line in (self.folders["memory"] / "memory.stat").read_text().splitlines())
            kernel = int((self.folders["memory"] / "memory.kmem.usage_in_bytes").read_text())
            self.memory = max(self.memory, int(stat["total_rss"]) + int(stat["total_shmem"]) + kernel)
        with contextlib.suppress(OSError):
            events = (self.folders["pids"] / "pids.events").read_text()
            self.refused = self.refused or int(events.split()[1]) > 0


@contextlib.contextmanager
def control_group() -> Iterator[Held | None]:
    """One of `MEMORY` and `PROCESSES` (the first version of control groups), emptied and removed afterwards."""
    name = f"red-team-{secrets.token_hex(4)}"
    folders = {kind: Path("/sys/fs/cgroup") / kind / name for kind in ("memory", "pids", "cpuacct")}
    try:
        for folder in folders.values():
            folder.mkdir()
        (folders["memory"] / "memory.limit_in_bytes").write_text(str(MEMORY))
        (folders["pids"] / "pids.max").write_text(str(PROCESSES))
    except OSError:
        for folder in folders.values():
            with contextlib.suppress(OSError):
                folder.rmdir()
        yield None
        return
    held, over = Held(folders), threading.Event()

    def watch() -> None:
        while not over.wait(0.1):
            held.look()

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield held
    finally:
        over.set()
        watcher.join()
        held.look()
        for _ in range(200):
            pids = {int(word) for f in folders.values() for word in (f / "cgroup.procs").read_text().split()}
            for pid in pids:
                with contextlib.suppress(OSError):
                    os.kill(pid, 9)
            if not pids:
                break
            time.sleep(0.1)
        for folder in folders.values():
            with contextlib.suppress(OSError):
                folder.rmdir()


def run(name: str, tool: str, folder: Path) -> dict[str, Any]:
    """One attack on one tool, in its own bubblewrap."""
    attack = next((a for a in arena.attacks() if a.name == name), None)
    if attack is not None and tool not in attack.doors:
        return {"skipped": True}
    command = ["bwrap", "--unshare-all", "--cap-drop", "ALL", "--die-with-parent", "--new-session"]
    command += ["--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--size", str(DISK), "--tmpfs", "/tmp"]
    command += ["--ro-bind", str(folder), "/tmp/prepared", "--chdir", "/tmp", "--clearenv"]
    path = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    for key, value in {"HOME": "/tmp/home", "LANG": "C.UTF-8", "PATH": path, "PYTHONWARNINGS": "ignore"}.items():
        command += ["--setenv", key, value]
    command += ["prlimit", f"--as={12 << 30}", "--core=0"]
    command += [sys.executable, str(HERE / "baseline.py"), "--inside", tool, name]
    with control_group() as held:
        if held is None and attack is not None and attack.group in GREEDY:
            return {"not run": "there is no control group to hold it"}
        entry = held.entry if held else ["prlimit", f"--fsize={256 << 20}"]
        process = subprocess.Popen(
            [*entry, *command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        started, ends = time.monotonic(), False
        while not ends:
            try:
                out, err = process.communicate(timeout=1)
                found = _last(out.decode(errors="replace"))
                ends = True
            except subprocess.TimeoutExpired:
                waited = time.monotonic() - started
                spent = held.cpu if held else waited
                still = time.monotonic() - held.moved if held else 0.0
                if spent > SECONDS or still > STILL or waited > PATIENCE:
                    process.kill()
                    out, err = process.communicate()
                    late = spent <= SECONDS and still <= STILL
                    found = {"not run": "the machine was too busy"} if late else {"hung": True, "cpu": spent}
                    ends = True
    if held:
        found |= {"memory": held.memory, "refused": held.refused}
    print(f"{name} {tool}: {json.dumps(found)[:2000]} {'' if 'marks' in found else err[-300:]}", file=sys.stderr)
    return found


def _last(out: str) -> dict[str, Any]:
    try:
        return dict(json.loads(out.strip().splitlines()[-1]))
    except (ValueError, IndexError):
        return {"died": True}


def words(found: Mapping[str, Any], honest: Mapping[str, Any], expect: Any = arena.HONEST) -> str:
    """What came of it, in a table's cell; `expect` are the marks that the answers are worth."""
    if found.get("skipped"):
        return "–"
    if why := found.get("not run"):
        return f"not run: {why}"
    said = []
    if found.get("hung"):
        said.append("**no end**")
    elif found.get("died"):
        said.append("**the grader was ended**")
    else:
        said += _graded(found, honest, expect)
    if found.get("memory", 0) > honest.get("memory", 0) + (512 << 20):
        said.append(f"**{found['memory'] / (1 << 30):.1f} GiB of memory**")
    if found.get("refused"):
        said.append(f"**{PROCESSES} processes**")
    return ", ".join(said) or "held"


def _graded(found: Mapping[str, Any], honest: Mapping[str, Any], expect: Any) -> list[str]:
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
    if found["disk"] > 0.95:
        said.append("**disk filled**")
    if found["files"] > honest["files"] + 10_000:
        said.append(f"**{(found['files'] - honest['files']) // 1000},000 files**")
    return said


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
    disk = Disk()
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
        "disk": disk.full,
        "files": disk.files,
    }
    print(json.dumps(result))


class Disk:
    """How full /tmp was at most, and with how many files: what a tool clears up was there all the same."""

    def __init__(self) -> None:
        self.full, self.files = 0.0, 0
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        while True:
            facts = os.statvfs("/tmp")
            self.full = max(self.full, 1 - facts.f_bavail / facts.f_blocks)
            self.files = max(self.files, facts.f_files - facts.f_ffree)
            time.sleep(0.2)


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
        main()
