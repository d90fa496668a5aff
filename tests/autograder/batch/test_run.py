"""A run that is stopped at any instant goes on to the same marks, with none lost and none twice."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from autograder import results
from autograder.batch import Local
from autograder.batch.cache import Cache
from autograder.batch.journal import NAME, journal
from autograder.batch.run import grade_into
from autograder.errors import CourseError, ResultsError
from autograder.records import QuestionScore, Score
from autograder.sandbox.session import Sandbox

from ...conftest import STUDENTS
from ..sandbox.test_session import zygotes


@contextlib.contextmanager
def quiet(total):
    yield lambda: None


class Counting:
    """An engine that says on the disk whom it grades, and takes a moment for it."""

    jobs = 3

    def __init__(self, log: Path) -> None:
        self.log = log

    def ready(self):
        pass

    def grade(self, rooms, slug, submission):
        with self.log.open("a") as file:
            file.write(f"{submission.student}\n")
        time.sleep(0.001)
        points = int(submission.digest[:4], 16) / 65536
        return Score(submission.student, slug, "graded", questions=(QuestionScore("q1", points, 2.0),)), True

    def stop(self):
        pass


@contextlib.contextmanager
def counting(log: Path):
    yield Counting(log)


@contextlib.contextmanager
def real():
    with Sandbox(()) as sandbox:
        yield Local(sandbox, 2)


def journaled(folder: Path) -> set[str]:
    path = folder / NAME
    if not path.exists():
        return set()
    with journal(folder, resume=True) as kept:
        return set(kept.entries)


def grade(tiny, handed_in, folder, engine, **options):
    return grade_into(
        tiny, [handed_in], folder, engine, **{"cache": Cache(None), "progress": quiet, "resume": True, **options}
    )


def start(action) -> int:
    """Runs it in a process group of its own, which is there when this returns."""
    pid = os.fork()
    if pid == 0:
        try:
            with contextlib.suppress(OSError):
                os.setpgid(0, 0)
            action()
        finally:
            os._exit(0)
    with contextlib.suppress(OSError):  # whoever comes second finds it done
        os.setpgid(pid, pid)
    return pid


def test_a_run_and_what_it_leaves(tiny, handed_in, tmp_path):
    out = tmp_path / "out"
    ended = grade(tiny, handed_in, out, real, resume=False)
    assert (ended.total, ended.graded, ended.failed, ended.before) == (STUDENTS, STUDENTS, 0, False)
    assert sorted(path.name for path in out.iterdir()) == [NAME, "results.jsonl", "scores.csv"]
    assert [score.submission for score in results.stream(out)] == [f"s{n:02d}" for n in range(STUDENTS)]
    assert (out / NAME).stat().st_size < 200


def test_a_run_that_has_ended_is_not_begun_again_unless_something_changed(tiny, handed_in, tmp_path):
    out, log = tmp_path / "out", tmp_path / "log"
    grade(tiny, handed_in, out, lambda: counting(log), resume=False)
    assert grade(tiny, handed_in, out, lambda: counting(log)).before
    assert len(log.read_text().split()) == STUDENTS
    (handed_in / "s03.ipynb").unlink()
    assert not grade(tiny, handed_in, out, lambda: counting(log)).before
    assert len((out / "scores.csv").read_text().splitlines()) == STUDENTS
    with pytest.raises(ResultsError, match="another"), journal(out, resume=True):
        grade(tiny, handed_in, out, lambda: counting(log))


@pytest.mark.parametrize("name", ["s03.runs.safetensors", "runs-1.safetensors", "ada_1_2_runs.safetensors"])
def test_a_file_beside_a_notebook_is_something_that_changed(name, tiny, handed_in, tmp_path):
    tiny = replace(tiny, plan={"tiny": {**tiny.plan["tiny"], "files": ["runs.safetensors"]}})
    out, log = tmp_path / "out", tmp_path / "log"
    grade(tiny, handed_in, out, lambda: counting(log), resume=False)
    (handed_in / name).write_bytes(b"runs")
    assert not grade(tiny, handed_in, out, lambda: counting(log)).before
    assert grade(tiny, handed_in, out, lambda: counting(log)).before


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("marks.csv", "submission,assignment,question,score\ns03,tiny,q1,99\n", "0 to 2 points, not 99"),
        ("marks.csv", "submission,assignment,question,score\nzo\xeb,tiny,q1,1\n", "line 2: this is not UTF-8"),
        ("times.csv", "submission,submitted\ns03,yesterday\n", "no time with its offset"),
    ],
)
def test_what_people_decided_is_looked_at_before_anything_is_graded(tiny, handed_in, tmp_path, name, text, says):
    out, log = tmp_path / "out", tmp_path / "log"
    grade(tiny, handed_in, out, lambda: counting(log), resume=False)
    (out / name).write_bytes(text.encode("latin-1"))
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    log.unlink()
    (handed_in / "s04.ipynb").unlink()
    with pytest.raises(CourseError, match=says):
        grade(tiny, handed_in, out, lambda: counting(log), resume=False)
    assert not log.exists()
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_lateness_that_is_none_is_found_before_anything_is_graded(tiny, handed_in, tmp_path):
    wrong = replace(tiny, late={"per_day": 10})
    with pytest.raises(CourseError, match="not per cent"):
        grade(wrong, handed_in, tmp_path / "out", lambda: counting(tmp_path / "log"), resume=False)
    assert not (tmp_path / "out").exists()


def test_marks_by_hand_are_never_missing_from_the_table(tiny, handed_in, tmp_path):
    """Also where what comes after the run fails; and a mark of somebody who is not there is in nobody's way."""
    out = tmp_path / "out"
    out.mkdir()
    (out / "marks.csv").write_text("submission,assignment,question,score\ns03,tiny,q1,1.625\nzoe,tiny,q1,99\n")
    grade(tiny, handed_in, out, lambda: counting(tmp_path / "log"), resume=False)
    rows = (out / "scores.csv").read_text().splitlines()
    assert [row for row in rows if "1.625" in row] == ["s03,tiny,1.625,2,graded,1.625,,,"]
    assert "1.625" not in (out / "results.jsonl").read_text()


@pytest.mark.heavy
def test_ninety_graders_killed_at_random_instants(tiny, handed_in, tmp_path):
    """Each resumed. The engine is a quick one, so that most instants fall on the journal, the queue and the results."""
    draw, log = random.Random(20261121), tmp_path / "log"
    whole = tmp_path / "whole"
    grade(tiny, handed_in, whole, lambda: counting(log), resume=False)
    expected = [(whole / name).read_bytes() for name in ("scores.csv", "results.jsonl")]
    kills = rounds = 0
    while kills < 90:
        out = tmp_path / f"out{rounds}"
        rounds += 1
        while not (out / "scores.csv").exists():
            before, log_before = journaled(out), log.stat().st_size
            child = start(lambda out=out: grade(tiny, handed_in, out, lambda: counting(log)))
            time.sleep(draw.uniform(0, 0.15))
            os.killpg(child, signal.SIGKILL) if draw.random() < 0.9 else None
            _, status = os.waitpid(child, 0)
            kills += os.WIFSIGNALED(status)
            again = log.read_bytes()[log_before:].decode().split()
            assert not before & set(again), "graded twice"
            assert before <= journaled(out) or (out / "scores.csv").exists(), "lost"
            if draw.random() < 0.3 and (out / NAME).exists():  # and the power went off in the middle of a write
                data = (out / NAME).read_bytes()
                (out / NAME).write_bytes(data[: max(0, len(data) - draw.randrange(400))])
        grade(tiny, handed_in, out, lambda: counting(log))
        assert [(out / name).read_bytes() for name in ("scores.csv", "results.jsonl")] == expected
    assert kills >= 90


VICTIMS = ("zygote", "worker", "worker", "zygote")


@pytest.mark.heavy
def test_ten_kills_of_graders_zygotes_and_workers_that_run_students(tiny, handed_in, tmp_path):
    draw, before = random.Random(7), orphans()
    whole, out = tmp_path / "whole", tmp_path / "out"
    grade(tiny, handed_in, whole, real, resume=False)
    for kill in range(6):  # the grader
        child = start(lambda: grade(tiny, handed_in, out, real))
        deadline = time.monotonic() + 20
        goal = 2 * (kill + 1)
        while time.monotonic() < deadline and lines(out) < goal:
            time.sleep(0.01)
        time.sleep(draw.uniform(0, 0.05))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    done = len(journaled(out))
    assert 12 <= done < STUDENTS

    def and_its_zygote_and_workers():
        with Sandbox(()) as sandbox:

            def kill() -> None:
                for number, kind in enumerate(VICTIMS):
                    while lines(out) < before_it + 2 * number or not (found := of_kind(kind, zygotes(sandbox))):
                        time.sleep(0.002)
                    with contextlib.suppress(ProcessLookupError):  # a worker may have ended since
                        os.kill(found[0], signal.SIGKILL)
                        (tmp_path / f"{kind}-{number}").touch()

            before_it = lines(out)
            threading.Thread(target=kill, daemon=True).start()
            grade(tiny, handed_in, out, lambda: contextlib.nullcontext(Local(sandbox, 2)))

    child = start(and_its_zygote_and_workers)
    os.waitpid(child, 0)
    ended = grade(tiny, handed_in, out, real)
    assert ended.graded == STUDENTS
    rows = [(folder / "scores.csv").read_text().splitlines() for folder in (whole, out)]
    # A worker that somebody kills is a notebook that ended its process: the grader runs the rest again.
    assert sum(a != b for a, b in zip(*rows, strict=True)) <= VICTIMS.count("worker")
    hit = [kind for number, kind in enumerate(VICTIMS) if (tmp_path / f"{kind}-{number}").exists()]
    assert hit.count("zygote") == VICTIMS.count("zygote")
    assert "worker" in hit
    deadline = time.monotonic() + 30  # a busy machine takes its time to bury them
    while (left := orphans() - before) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not left


def lines(folder: Path) -> int:
    path = folder / NAME
    return path.read_bytes().count(b"\n") if path.exists() else 0


def of_kind(kind: str, found: list[int]) -> list[int]:
    """Those of a sandbox's processes that are its zygote, or that were forked from one: "zygote" or "worker"."""
    kinds = {}
    for pid in found:
        process = Path("/proc") / str(pid)
        with contextlib.suppress(OSError, StopIteration):  # it has ended since
            words = (process / "cmdline").read_bytes()
            parent = next(line for line in (process / "status").read_text().splitlines() if line.startswith("PPid"))
            if words and not words.partition(b"\0")[0].endswith(b"bwrap"):  # which forks as well
                forked = words == (Path("/proc") / parent.split()[1] / "cmdline").read_bytes()
                kinds[pid] = "worker" if forked else "zygote"
    return [pid for pid in found if kinds.get(pid) == kind]


def orphans() -> set[Path]:
    """Processes whose grader is gone."""
    return {entry for entry in Path("/proc").iterdir() if entry.name.isdigit() and orphan(entry)}


def orphan(entry: Path) -> bool:
    with contextlib.suppress(OSError):
        words = (entry / "cmdline").read_bytes()
        parent = next(line for line in (entry / "status").read_text().splitlines() if line.startswith("PPid"))
        return b"autograder.sandbox.worker" in words and parent.split()[1] == "1"
    return False
