"""The red team at our own door: every attack, under the best isolation that the host has and without namespaces.

An attack succeeds if the mark is not the honest one, if a canary is in anything that came back, if a file outside the
scratch folder changed, if somebody was spoken to, if a process outlives it, if the neighbour that is graded at the same
time suffers, or if time or memory passes the limit.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import arena
import pytest
from rich.console import Console

from autograder import grading, results
from autograder.batch import grade_all
from autograder.course import Course, load_course
from autograder.doors import said
from autograder.records import Evidence, Score
from autograder.sandbox.session import Sandbox
from autograder.submission import collect

MODES = ("namespaces", "fallback")
ATTACKS = arena.attacks()
# Generous: they tell a limit that holds from one that does not, on a machine that does other work.
SECONDS = 45.0
WORKER_MEGABYTES, GRADER_MEGABYTES = 256.0 + 250.0, 700.0

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="isolation is Linux's")


@dataclass
class Yard:
    """A world and a sandbox in it."""

    mode: str
    world: arena.World
    course: Course
    sandbox: Sandbox
    neighbour: Path
    zygote: set[int]

    @property
    def home(self) -> Path:
        return self.sandbox._zygote.home

    def engine(self) -> dict[str, bytes]:
        """The engine's own files, as the next submission will run them."""
        return {str(path): path.read_bytes() for path in sorted((self.home / "engine").rglob("*.py"))}

    def left_behind(self) -> list[str]:
        """The scratch folders of those that have gone: in the namespaces' /tmp, or in the sandbox's folder.

        What took long to remove is removed beside what comes next, so that nobody waits for it: a minute is granted.
        """
        rooms = [self.home, *(Path(f"/proc/{pid}/root/tmp") for pid in self.zygote if self.mode == "namespaces")]
        until = time.monotonic() + 60
        while True:
            self.sandbox.ready()  # the zygote looks after its cleaners when it is asked something
            left = sorted({str(path) for room in rooms for path in room.glob("work-*")})
            if not left or time.monotonic() > until:
                return left
            time.sleep(0.05)

    def tidy(self) -> None:
        """Removes them, by a program that does not recurse."""
        for path in self.left_behind():
            subprocess.run(["rm", "-rf", path], check=False)


@pytest.fixture(scope="module", params=MODES)
def yard(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Yard]:
    folder = tmp_path_factory.mktemp("world")
    for parent in (folder, *folder.parents[:2]):
        parent.chmod(0o755)
    world = arena.World(folder)
    os.environ["GRADESCENT_TEST_SECRET"] = world.canaries["environment"]
    neighbour = folder / "submissions" / "neighbour.ipynb"
    neighbour.parent.mkdir()
    neighbour.write_text(json.dumps(arena.answered(world.book, arena.RIGHT)))
    course = load_course(world.course)
    try:
        with Sandbox(namespaces=request.param == "namespaces") as sandbox:
            yard = Yard(request.param, world, course, sandbox, neighbour, set())
            # Were nothing in force, what follows would hit this machine.
            [score] = grade_all(course, collect([neighbour]), sandbox, slug="tiny")
            missing = {"namespaces": {"namespaces", "seccomp"}, "fallback": {"landlock", "seccomp"}}[yard.mode]
            missing -= set(score.layers)
            if missing:
                pytest.skip(f"this host does not give {', '.join(sorted(missing))}: the attacks would not be contained")
            yard.zygote = arena.processes(str(sandbox._zygote.home))
            yield yard
            yard.tidy()
    finally:
        del os.environ["GRADESCENT_TEST_SECRET"]
        world.close()


@dataclass(frozen=True)
class Graded:
    """What came of one attack and its neighbour."""

    score: Score
    neighbour: Score | None
    evidence: tuple[Evidence, ...]
    seconds: float
    worker_mb: float
    grader_mb: float

    @property
    def marks(self) -> Mapping[str, float]:
        return {q.question: q.score for q in self.score.questions if q.score is not None}


@contextlib.contextmanager
def _watched(yard: Yard) -> Iterator[dict[str, float]]:
    """The most memory that the sandbox's processes had beyond the zygote's, and that this process added."""
    peak = {"worker": 0.0, "grader": 0.0}
    grader = arena.Peak()
    zygote = arena.resident_mb(yard.zygote)
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.02):
            for pid in _children(yard.zygote) - yard.zygote:
                peak["worker"] = max(peak["worker"], arena.resident_mb({pid}) - zygote)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield peak
    finally:
        over.set()
        watcher.join()
        peak["grader"] = grader.mb()


def _children(pids: set[int]) -> set[int]:
    found = set()
    for pid in pids:
        with contextlib.suppress(OSError):
            found |= {int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}
    return found


def grade(yard: Yard, path: Path, monkeypatch: pytest.MonkeyPatch, *, beside: bool = True) -> Graded:
    """Grades a submission beside an honest one, and keeps all that the worker sent."""
    evidence: list[Evidence] = []
    gather = grading.gather
    monkeypatch.setattr(grading, "gather", lambda *given: evidence.append(gather(*given)) or evidence[-1])
    started = time.monotonic()
    with _watched(yard) as peak:
        found = collect([path, yard.neighbour] if beside else [path])
        scores = grade_all(yard.course, found, yard.sandbox, slug="tiny", jobs=2)
    seconds = time.monotonic() - started
    neighbours = [score for score, handed in zip(scores, found, strict=True) if handed.path == yard.neighbour]
    mine = [score for score, handed in zip(scores, found, strict=True) if handed.path != yard.neighbour]
    if len(mine) > 1:  # what lies beside a notebook and is none, or a link, has a row that says so
        mine = [score for score in mine if score.status != "no notebook"]
    assert len(mine) == 1
    return Graded(mine[0], next(iter(neighbours), None), tuple(evidence), seconds, peak["worker"], peak["grader"])


def _shown(score: Score) -> str:
    """What the student reads, at whatever door."""
    lines = [score.note, *(said(question) for question in score.questions)]
    return "\n".join([*lines, *(stopped.message for stopped in score.trouble)])


def _settled(yard: Yard) -> set[int]:
    """The processes of the sandbox beyond those that were there, once those that were killed had time to go."""
    for _ in range(50):
        left = arena.processes(str(yard.home)) - yard.zygote
        if not left:
            break
        time.sleep(0.1)
    return left


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_attack_is_contained(attack: arena.Attack, yard: Yard, tmp_path, monkeypatch, request) -> None:
    if yard.mode in attack.open:
        # One that takes minutes while it is open is not run at all.
        request.applymarker(pytest.mark.xfail(strict=True, run=not attack.slow, reason=attack.open[yard.mode]))
    world = yard.world
    path = world.submission(attack, world.folder / "submissions" / attack.name)
    before, engine = world.snapshot(), yard.engine()

    request.addfinalizer(yard.tidy)
    graded = grade(yard, path, monkeypatch)

    # The mark.
    if attack.expect == {}:
        assert graded.score.status not in ("graded", "not graded")
        assert graded.score.note
    else:
        assert graded.score.status == "graded"
        assert attack.fits(graded.marks), graded.marks
    # The neighbour, and through it the batch.
    assert graded.neighbour.status == "graded"
    assert {q.question: q.score for q in graded.neighbour.questions if q.score is not None} == arena.FULL
    # What came back, what the student reads, what is written, what the instructor sees.
    came = repr([(seen.value, seen.detail, seen.status) for e in graded.evidence for seen in e.seen.values()])
    came += repr([e.trouble for e in graded.evidence])
    assert world.leaks(came) == []
    assert world.leaks(_shown(graded.score)) == []
    scores = [score for score in (graded.score, graded.neighbour) if score]
    table, full = results.write(scores, {"tiny": yard.course.questions("tiny")}, tmp_path / "out")
    written = table.read_text() + full.read_text()
    assert world.leaks(written, "aim") == []
    assert len(written) < 8 << 20
    terminal = io.StringIO()
    results.show(scores, Console(file=terminal, force_terminal=True, no_color=True, width=200))
    assert "\x1b]" not in terminal.getvalue()
    assert "\x1b[2J" not in terminal.getvalue()
    # The world around.
    assert _difference(before, world.snapshot()) == []
    assert yard.engine() == engine
    assert world.stray() == []
    assert world.visits() == []
    assert yard.left_behind() == []
    # Processes, time, memory.
    assert _settled(yard) == set()
    assert graded.seconds < SECONDS
    assert graded.worker_mb < WORKER_MEGABYTES
    assert graded.grader_mb < GRADER_MEGABYTES


def _difference(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    return sorted(path for path in {*before, *after} if before.get(path) != after.get(path))


# --- controls ---------------------------------------------------------------------------------------------


def _plain(yard: Yard, answers: Mapping[str, str], monkeypatch) -> Graded:
    path = yard.world.folder / "submissions" / "plain.ipynb"
    path.write_text(json.dumps(arena.answered(yard.world.book, answers)))
    return grade(yard, path, monkeypatch, beside=False)


def test_honest_right_answer_gets_full_marks(yard, monkeypatch):
    assert _plain(yard, arena.RIGHT, monkeypatch).marks == arena.FULL


def test_honest_wrong_answer_gets_its_marks(yard, monkeypatch):
    assert arena.same_marks(_plain(yard, arena.WRONG, monkeypatch).marks, arena.HONEST)


def test_the_prelude_alone_costs_nothing(yard, monkeypatch):
    path = yard.world.folder / "submissions" / "prelude.ipynb"
    path.write_text(json.dumps(arena.woven(yard.world.book, [], yard.world.known)))
    graded = grade(yard, path, monkeypatch)
    assert arena.same_marks(graded.marks, arena.HONEST)
    assert graded.score.trouble == ()


def test_what_the_watchers_watch_for_they_see(yard, monkeypatch, tmp_path):
    """The canaries are where they should be, and a worker that had one would be heard."""
    world = yard.world
    assert world.leaks((world.course / "solutions" / "tiny" / "hidden.py").read_text()) == ["hidden", "aim"]
    assert world.leaks(world.peer.read_text()) == ["peer"]
    assert world.leaks(os.environ["GRADESCENT_TEST_SECRET"]) == ["environment"]
    known = {"marker": world.marker, "secret": world.canaries["outside"]}
    speaks = tmp_path / "speaks.py"
    speaks.write_text('"""Speaks."""\ntake(KNOWN["secret"])\nspill()\n')
    path = world.folder / "submissions" / "speaks.ipynb"
    path.write_text(json.dumps(arena.woven(world.book, [arena.Attack("speaks", "cells", "", speaks)], known)))
    assert world.leaks(_shown(grade(yard, path, monkeypatch).score)) == ["outside"]
    before = world.snapshot()
    (world.outside / world.marker).touch()
    assert _difference(before, world.snapshot()) == [f"outside/{world.marker}"]
    (world.outside / world.marker).unlink()
    assert yard.zygote
    assert arena.processes(str(yard.home)) == yard.zygote


def test_a_whole_batch_of_attackers_stops_nobody(yard, tmp_path):
    """The attackers that end, hang and fill things, all at once, with honest ones among them."""
    world = yard.world
    names = ("kills_parent", "hard_exit", "segfault", "memory_in_one_process", "forks", "disk_filled", "wire_garbage")
    paths = []
    for attack in ATTACKS:
        if attack.name in names:
            paths += [world.submission(attack, world.folder / "submissions" / "batch"), yard.neighbour]
    found = [submission for path in paths for submission in collect([path])]
    scores = grade_all(yard.course, found, yard.sandbox, slug="tiny", jobs=4)
    assert [score.status for score in scores] == ["graded"] * len(paths)
    assert {score.score for score in scores[1::2]} == {4.0}


def test_there_are_as_many_as_are_written_of():
    assert len(ATTACKS) >= 85
    assert {attack.group for attack in ATTACKS} > {"otter and nbgrader", "secrets", "time", "memory", "the wire"}


def test_the_page_names_every_attack():
    page = (arena.ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    names = [*(attack.name for attack in ATTACKS), *(worker.name for worker in arena.workers())]
    assert [name for name in names if f"`{name}`" not in page] == []
    # What is open says so there, and nothing else does.
    found = page.partition("Found by this suite")[2].partition("## ")[0]
    assert {attack.name for attack in ATTACKS if attack.open} <= set(re.findall(r"^- `(\w+)`", found, re.MULTILINE))
