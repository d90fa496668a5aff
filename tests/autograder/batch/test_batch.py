"""A class: every submission gets its row, in whatever order, by however many, and whatever fails."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

import pytest

from autograder import batch
from autograder.batch import Local, Rooms, grade_all, grade_class
from autograder.batch.cache import Cache
from autograder.batch.journal import NOT_GRADED, journal
from autograder.course import load_course
from autograder.errors import CourseError, ResultsError, SandboxError
from autograder.notebook import text
from autograder.records import Score
from autograder.submission import Handed, collect, find


class Stub:
    """An engine that grades by a word of the submission's, and keeps count."""

    def __init__(self, jobs: int = 2, fail=None) -> None:
        self.jobs = jobs
        self.calls: list[str] = []
        self.running = self.most = 0
        self.stopped = False
        self._fail = fail
        self._lock = threading.Lock()

    def grade(self, rooms, slug, submission):
        with self._lock:
            self.calls.append(submission.student)
            self.running += 1
            self.most = max(self.most, self.running)
        time.sleep(0.002)
        with self._lock:
            self.running -= 1
        if self._fail:
            self._fail(submission)
        return Score(submission.student, slug, "graded", note=submission.digest, seconds=0.5), True

    def stop(self) -> None:
        self.stopped = True


@pytest.fixture
def handed(solved, tmp_path):
    """A class of twelve, of whom two handed in the same."""
    folder = tmp_path / "class"
    folder.mkdir()
    for number in range(12):
        cell = {**solved["cells"][-1], "id": "own", "source": f"own = {max(number, 1)}"}
        (folder / f"s{number:02d}.ipynb").write_text(text({**solved, "cells": [*solved["cells"], cell]}))
    return find([folder])


def run(handed, tiny, engine, folder, cache=None, **options) -> list[Score]:
    with journal(folder, resume=True) as kept:
        grade_class(handed, Rooms(tiny), engine, kept, cache or Cache(None), **options)
        return list(kept.scores(file.student for file in handed))


def test_everybody_is_graded_once_by_all_hands(handed, tiny, tmp_path):
    engine, told = Stub(jobs=3), []
    scores = run(handed, tiny, engine, tmp_path / "out", done=lambda: told.append(1))
    assert [score.submission for score in scores] == [file.student for file in handed]
    assert sorted(engine.calls) == [file.student for file in handed]
    assert engine.most == 3
    assert len(told) == 12


def test_what_lies_beside_a_notebook_is_told_with_its_marks(handed, tiny, tmp_path, monkeypatch):
    monkeypatch.setattr("autograder.batch.with_files", lambda found, _: replace(found, note="Look beside it."))
    cache = Cache(tmp_path / "cache")
    for out in ("out", "again"):  # the second time from the cache, which holds no notes
        scores = run(handed[:2], tiny, Stub(), tmp_path / out, cache)
        assert [score.note for score in scores] == ["Look beside it."] * 2
    monkeypatch.setattr("autograder.batch.with_files", lambda found, _: found)
    assert [score.note for score in run(handed[:2], tiny, Stub(), tmp_path / "last", cache)] != ["Look beside it."] * 2


def test_what_is_in_the_journal_is_not_graded_again(handed, tiny, tmp_path):
    first = run(handed[:7], tiny, Stub(), tmp_path / "out")
    engine = Stub()
    scores = run(handed, tiny, engine, tmp_path / "out")
    assert scores[:7] == first
    assert sorted(engine.calls) == [file.student for file in handed[7:]]


def test_what_was_changed_since_is_graded_again(handed, tiny, tmp_path, book):
    run(handed, tiny, Stub(), tmp_path / "out")
    from pathlib import Path

    Path(handed[3].file).write_text(text(book))
    engine = Stub()
    run(handed, tiny, engine, tmp_path / "out")
    assert engine.calls == [handed[3].student]


def test_the_cache_serves_another_run_and_another_student(handed, tiny, tmp_path):
    cache = Cache(tmp_path / "cache")
    first = run(handed, tiny, Stub(jobs=1), tmp_path / "one", cache)
    engine = Stub()
    assert run(handed, tiny, engine, tmp_path / "two", cache) == first
    assert engine.calls == []
    engine = Stub(jobs=1)
    run(handed, tiny, engine, tmp_path / "three", Cache(tmp_path / "other"))
    assert len(engine.calls) == 11  # two handed in the same


def test_a_fault_of_the_graders_costs_one_row_and_is_not_kept(handed, tiny, tmp_path):
    def fail(submission):
        if submission.student == "s05":
            raise ZeroDivisionError("ours")

    cache = Cache(tmp_path / "cache")
    scores = run(handed, tiny, Stub(fail=fail), tmp_path / "out", cache)
    assert [score.status for score in scores].count("graded") == 11
    assert scores[5].status == NOT_GRADED
    assert "ZeroDivisionError: ours" in scores[5].note
    engine = Stub()
    assert run(handed, tiny, engine, tmp_path / "out", cache)[5].status == "graded"
    assert engine.calls == ["s05"]


def test_what_cannot_be_read_is_a_row(tiny, tmp_path):
    (tmp_path / "empty.ipynb").write_text("")
    engine = Stub()
    [score] = run([Handed("empty", str(tmp_path / "empty.ipynb"))], tiny, engine, tmp_path / "out")
    assert (score.status, engine.calls) == ("empty", [])


def test_a_journal_that_cannot_be_written_ends_the_batch_and_leaves_no_thread(handed, tiny, tmp_path, monkeypatch):
    from autograder.batch.journal import Journal

    before, engine = threading.active_count(), Stub()
    whole = Journal.append

    def full(self, score, key):
        if len(self.entries) == 4:
            raise ResultsError("no room")
        whole(self, score, key)

    monkeypatch.setattr(Journal, "append", full)
    with pytest.raises(ResultsError, match="no room"):
        run(handed, tiny, engine, tmp_path / "out")
    assert engine.stopped
    assert threading.active_count() == before
    assert len(engine.calls) < 12
    monkeypatch.undo()
    again = Stub()
    run(handed, tiny, again, tmp_path / "out")
    assert len(again.calls) == 8


def test_a_broken_course_ends_the_batch_and_costs_nobody_a_row(handed, tiny, rooms, tmp_path):
    (rooms / "assignments/tiny/checks.py").write_text("def broken(")
    broken = load_course(rooms)
    with pytest.raises(CourseError, match="checks.py"):
        run(handed, broken, Stub(), tmp_path / "out")
    assert not (tmp_path / "out").exists()
    with pytest.raises(CourseError, match="checks.py"):
        grade_all(broken, [handed[0].read()], None)


def test_the_slowest_assignment_comes_first(tiny, tmp_path):
    files = [Handed(name, f"/x/{name}.ipynb") for name in ("alice/quick", "bob/slow", "carol/other", "dan/slow")]

    class Several(dict):
        pass

    rooms = Several(quick=None, slow=None)
    ordered = batch._slowest_first(files, rooms, {"quick": 0.5, "slow": 9.0})
    assert [file.student for file in ordered] == ["bob/slow", "dan/slow", "alice/quick", "carol/other"]
    assert batch._slowest_first(files, rooms, {}) == files


def test_a_zygote_that_dies_costs_no_mark(tiny, assignment, solved, sandbox, monkeypatch):
    from pathlib import Path

    from autograder.submission import parse

    submission = parse(text(solved).encode(), "alice", Path("alice.ipynb"))
    calls = []
    whole = batch.observe

    def dies(*arguments):
        calls.append(1)
        if len(calls) < 3:
            raise SandboxError("the grading process has gone")
        return whole(*arguments)

    monkeypatch.setattr(batch, "observe", dies)
    score, _ = Local(sandbox, 1).grade(Rooms(tiny), "tiny", submission)
    assert score.score == 4.0
    assert len(calls) == 3


def test_no_more_run_than_the_memory_would_hold(monkeypatch):
    monkeypatch.setattr(batch, "free_memory", lambda: 250)
    gate, most, running, lock = batch._Memory(), [0], [0], threading.Lock()

    def one() -> None:
        with gate.for_one(100):
            with lock:
                running[0] += 1
                most[0] = max(most[0], running[0])
            time.sleep(0.02)
            with lock:
                running[0] -= 1

    threads = [threading.Thread(target=one) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most[0] == 2
    with gate.for_one(1000):  # one alone always may
        pass


def test_free_memory_is_not_more_than_there_is():
    assert 1 << 20 < batch.free_memory() < 1 << 50


def test_a_few_in_memory(tiny, handed, sandbox):
    from pathlib import Path

    found = collect([Path(file.file) for file in handed[:3]])
    scores = grade_all(tiny, found, sandbox, slug="tiny")
    assert [(score.submission, score.score) for score in scores] == [(f.student, 4.0) for f in handed[:3]]
    assert replace(scores[0], submission="x", seconds=0.0, questions=()) == replace(
        grade_all(tiny, found[:1], sandbox, jobs=1)[0], submission="x", seconds=0.0, questions=()
    )
