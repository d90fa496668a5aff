"""The cache: the same work costs nothing, whatever is changed is graded anew, and nobody else reads it."""

from __future__ import annotations

import json
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.authoring import Seen
from autograder.batch.cache import Cache, default_folder, fingerprint, key, repeatable
from autograder.course import load_assignment, load_course
from autograder.records import Evidence, Score, Trouble
from autograder.submission import parse

from ...conftest import spoil


def form(rooms: Path) -> str:
    course = load_course(rooms)
    return fingerprint(course, load_assignment(course, "tiny"))


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("assignments/tiny/checks.py", '"""', '"""Says more. '),
        ("solutions/tiny/hidden.py", '"""', '"""Says more. '),
        ("solutions/tiny/bank.json", "Loses the sign.", "Forgets the sign."),
        ("assignments/tiny/tiny.ipynb", "A small assignment.", "A large assignment."),
        ("assignments/course.toml", "cell_seconds = 2", "cell_seconds = 6"),
        ("assignments/course.toml", "points = 2", "points = 3"),
    ],
)
def test_what_marks_depend_on_is_in_the_key(rooms, path, old, new):
    before = form(rooms)
    assert form(rooms) == before
    text = (rooms / path).read_text()
    assert old in text
    (rooms / path).write_text(text.replace(old, new, 1))
    assert form(rooms) != before


def test_what_they_do_not_depend_on_is_not(rooms):
    before = form(rooms)
    spoil(rooms / "solutions/tiny/wrong/absolute.py", "Loses the sign.", "Forgets the sign.")
    (rooms / "assignments/tiny/notes.txt").write_text("x")
    assert form(rooms) == before


def test_versions_and_engine_are_in_the_key(rooms, monkeypatch, tmp_path):
    from autograder.batch import cache

    before = form(rooms)
    monkeypatch.setattr(cache, "versions", lambda: {"python": "4.0"})
    changed = form(rooms)
    assert changed != before
    engine = tmp_path / "engine"
    engine.mkdir()
    (engine / "judging.py").write_text("")
    monkeypatch.setattr(cache, "_ENGINE", engine)
    assert form(rooms) != changed


def test_the_same_cells_have_the_same_key_whoever_hands_them_in(solved):
    def of(book, name="a") -> str:
        return key("form", parse(json.dumps(book).encode(), name, Path(f"{name}.ipynb")))

    first = of(solved)
    assert of(solved, "b") == first
    noisy = {**solved, "cells": [{**cell, "outputs": ["x" * 1000], "execution_count": 7} for cell in solved["cells"]]}
    assert of(noisy) == first
    for change in (
        {"source": "x = 1"},
        {"id": "another", "metadata": {}},
        {"cell_type": "raw"},
    ):
        cells = [*solved["cells"][:-1], {**solved["cells"][-1], **change}]
        assert of({**solved, "cells": cells}) != first
    assert of({**solved, "metadata": {}}) != first


def test_a_score_comes_back_under_the_name_of_who_asks(tmp_path):
    cache, score = (
        Cache(tmp_path / "c"),
        Score("alice", "tiny", "graded", layers=("rlimits",), versions={"python": "3"}),
    )
    assert cache.get("form/one", "alice") is None
    cache.put("form/one", score)
    assert cache.get("form/one", "bob") == replace(score, submission="bob")
    assert Cache(None).get("form/one", "bob") is None


def test_its_folder_is_its_owners_alone(tmp_path):
    folder = tmp_path / "c"
    folder.mkdir(mode=0o755)
    cache = Cache(folder)
    cache.put("form/one", Score("alice", "tiny", "graded"))
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for path in folder.rglob("*.gz"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("data", [b"", b"\x1f\x8b", b"{}", b"null"])
def test_a_damaged_entry_is_no_entry(tmp_path, data):
    cache = Cache(tmp_path)
    cache.put("form/one", Score("alice", "tiny", "graded"))
    [path] = tmp_path.rglob("*.gz")
    path.write_bytes(data)
    assert cache.get("form/one", "alice") is None


def test_a_folder_that_cannot_be_used_costs_nothing_but_time(tmp_path):
    (tmp_path / "file").write_text("")
    cache = Cache(tmp_path / "file" / "cache")
    cache.put("form/one", Score("alice", "tiny", "graded"))
    assert cache.get("form/one", "alice") is None
    assert cache.seconds() == {}


def test_where_it_lies(monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", "/x")
    monkeypatch.delenv("GRADESCENT_CACHE", raising=False)
    assert default_folder() == Path("/x/gradescent")
    monkeypatch.setenv("GRADESCENT_CACHE", "/y")
    assert default_folder() == Path("/y")
    monkeypatch.delenv("GRADESCENT_CACHE")
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert default_folder() == Path.home() / ".cache" / "gradescent"


def test_seconds_are_remembered(tmp_path):
    cache = Cache(tmp_path)
    cache.note_seconds({"tiny": 0.5})
    cache.note_seconds({"large": 4.0})
    assert Cache(tmp_path).seconds() == {"tiny": 0.5, "large": 4.0}


@pytest.mark.parametrize(
    ("seen", "trouble", "expected"),
    [
        (Seen({}, 1.0), (), True),
        (Seen({}, status="missing"), (Trouble(3, 1, "NameError: x"),), True),
        (Seen({}, status="timeout"), (), False),
        (Seen({}, status="lost"), (), False),
        (Seen({}, 1.0), (Trouble(3, None, "This cell was stopped after 5 s."),), False),
    ],
)
def test_what_may_be_the_machines_doing_is_not_kept(seen, trouble, expected):
    assert repeatable(Evidence({("q1", "k"): seen}, trouble)) is expected
