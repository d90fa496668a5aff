"""Thousands of malformed notebooks, zips and messages: each ends in a clear status, and none in a crash."""

from __future__ import annotations

import contextlib
import copy
import io
import json
import socket
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest
import safetensors.numpy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder import grading
from autograder.authoring import Ask, Seen
from autograder.batch import grade_all
from autograder.doors.nbgrader import restored, tags_of
from autograder.errors import SandboxError
from autograder.program import Point, Run, program
from autograder.records import Limits, Submission
from autograder.results import as_json
from autograder.sandbox.session import Lost, Report, Session
from autograder.submission import Refused, collect, parse

# As docs/instructors.md has them.
STATUSES = {
    "not found",
    "no notebook",
    "empty",
    "not JSON",
    "not a notebook",
    "not a zip",
    "ambiguous",
    "too large",
    "old format",
}
IDENTITY = "0123456789abcdef"

fuzzed = settings(deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)

junk = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([2**63, -(2**64), 10**400, float("nan"), float("inf"), -0.0, "\ud800", "\x1b[2J", "\u202e", ""])
    | st.floats()
    | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=10,
)


# --- messages ---------------------------------------------------------------------------------------------

arrays = st.sampled_from(
    [
        {},
        {"0": np.zeros(3)},
        {"0": np.zeros((2, 0, 3), np.int8), "1": np.ones((), np.float32)},
        {"0": np.array([np.nan, np.inf])},
    ]
)
values = st.recursive(
    junk | st.sampled_from([{"torch": "0"}, {"numpy": "1"}, {"torch": 0}, {"opaque": "x" * 300}, {"opaque": None}]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.builds(lambda tag, item: {tag: item}, st.sampled_from(["list", "tuple", "dict", "torch", "set"]), inner)
        | st.lists(inner, max_size=4).map(lambda items: {"list": items})
        | st.dictionaries(st.text(max_size=5), inner, max_size=3).map(lambda items: {"dict": items})
    ),
    max_leaves=12,
)
replies = st.fixed_dictionaries(
    {},
    optional={
        "id": st.just(IDENTITY) | junk,
        "status": st.sampled_from(["ok", "raised", "missing", "timeout", "lost", "passed"]) | junk,
        "detail": st.text(max_size=400) | junk,
        "value": values,
        "bound": st.lists(st.sampled_from(["double", "answer"]) | junk, max_size=4) | junk,
        "cell": junk,
        "line": st.integers() | junk,
        "cpu": st.floats() | junk,
        "layers": junk,
        "error": junk,
    },
).map(lambda reply: {"id": IDENTITY, "status": "ok"} | reply)
edits = st.lists(st.tuples(st.integers(0, 1 << 16), st.integers(0, 3), st.binary(max_size=4)), max_size=4)
lengths = st.none() | st.tuples(st.integers(-9, 9), st.integers(-9, 9)) | st.tuples(st.just(1 << 31), st.just(0))


def edited(data: bytes, changes: list[tuple[int, int, bytes]]) -> bytes:
    """With some pieces cut out and others put in."""
    for at, cut, put in changes:
        at %= len(data) + 1
        data = data[:at] + put + data[at + cut :]
    return data


@st.composite
def frames(draw: st.DrawFn) -> bytes:
    """What a worker may send instead of a message: nearly right ones, as those get furthest."""
    found = draw(arrays)
    text = edited(json.dumps(draw(replies)).encode(), draw(edits))
    block = edited(safetensors.numpy.save(found) if found else b"", draw(edits))
    wrong_size, wrong_text = draw(lengths) or (0, 0)
    sizes = [max(0, len(text) + len(block) + wrong_size), max(0, len(text) + wrong_text)]
    return edited(struct.pack("!II", *sizes) + text + block, draw(st.just([]) | edits))


@contextlib.contextmanager
def answered(said: bytes) -> Iterator[Session]:
    """A session whose other side has said this, whatever it will be asked."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(said)
        theirs.shutdown(socket.SHUT_WR)
        yield Session(ours, 0, None, True, lambda: None, 1 << 20)


@pytest.fixture
def known_identity(monkeypatch: pytest.MonkeyPatch) -> None:
    """No reply gets past a request's random number; here all of them do."""
    monkeypatch.setattr("autograder.sandbox.session.secrets.token_hex", lambda _: IDENTITY)


@settings(fuzzed, max_examples=3_000)
@given(said=frames())
def test_every_message_is_an_answer_or_a_loss(known_identity, said):
    with answered(said) as session, contextlib.suppress(Lost):
        seen = session.probe(Ask("called", {"x": 1}, ("f",)), 1)
        assert isinstance(seen, Seen)
        assert seen.status in {"ok", "raised", "missing", "timeout", "lost"}
        seen.detail.encode()  # a record of it can be written
        assert seen.detail == "" or seen.detail.isprintable()
    with answered(said) as session, contextlib.suppress(Lost):
        report = session.run("x = 1", "cell 1", 1)
        assert isinstance(report, Report)
        assert report.line is None or type(report.line) is int
        assert report.detail == "" or report.detail.isprintable()
    with answered(said) as session, contextlib.suppress(SandboxError):
        session.load([])


@settings(fuzzed, max_examples=1_000)
@given(replies)
def test_no_answer_crashes_a_check(known_identity, assignment, solved, reply):
    """To whatever is asked the same is answered, all the way to the record that is written."""

    class Parrot(Session):
        def _call(self, seconds: float, **request: Any) -> dict[str, Any]:
            if request["op"] == "load":
                return {"status": "ok"}
            theirs.sendall(struct.pack("!II", len(text), len(text)) + text)
            return super()._call(seconds, **request)

    class Imposter:
        @staticmethod
        def ready() -> None:
            pass

        @staticmethod
        @contextlib.contextmanager
        def session(limits: Limits, probes: str, seed: int) -> Iterator[Session]:
            yield Parrot(ours, 0, None, True, lambda: None, limits.output_mb << 20)

    text = json.dumps({"bound": ["double", "quadruple", "answer", "reason"], **reply}).encode()
    ours, theirs = socket.socketpair()
    with ours, theirs:
        submission = parse(json.dumps(solved).encode(), "someone", Path("someone.ipynb"))
        score = grading.grade(assignment, submission, Imposter)
    assert score.status == "graded"
    assert all(0 <= question.score <= question.points for question in score.questions if question.score is not None)
    json.dumps(as_json(score), ensure_ascii=False).encode()


# --- notebooks --------------------------------------------------------------------------------------------


@st.composite
def spoiled(draw: st.DrawFn, book: dict[str, Any]) -> dict[str, Any]:
    """An answered notebook in which cells were moved, doubled and lost, and fields replaced by anything."""
    made = copy.deepcopy(book)
    cells = made["cells"]
    for _ in range(draw(st.integers(0, 5))):
        at, to = (draw(st.integers(0, max(0, len(cells) - 1))) for _ in range(2))
        match draw(st.sampled_from(["drop", "double", "move", "field", "metadata", "source", "cell", "top"])):
            case "drop" if cells:
                del cells[at]
            case "double" if cells:
                cells.insert(to, copy.deepcopy(cells[at]))
            case "move" if cells:
                cells.insert(to, cells.pop(at))
            case "field" if cells and isinstance(cells[at], dict):
                names = ["cell_type", "source", "id", "metadata", "outputs", "attachments", "execution_count"]
                cells[at][draw(st.sampled_from(names))] = draw(junk)
            case "metadata" if cells and isinstance(cells[at], dict):
                tag = {"gradescent": draw(junk | st.just({"name": "q1"})), "nbgrader": draw(junk)}
                cells[at]["metadata"] = tag
            case "source" if cells and isinstance(cells[at], dict) and isinstance(cells[at].get("source"), str):
                source = cells[at]["source"].encode("utf-8", "surrogatepass")
                cells[at]["source"] = edited(source, draw(edits)).decode("latin-1")
            case "cell":
                cells.insert(to, draw(junk))
            case "top":
                made[draw(st.sampled_from(["nbformat", "nbformat_minor", "metadata", "worksheets"]))] = draw(junk)
    return made


@st.composite
def files(draw: st.DrawFn, book: dict[str, Any]) -> bytes:
    return edited(json.dumps(draw(spoiled(book))).encode(), draw(st.just([]) | edits))


def clear(found: Submission | Refused) -> bool:
    """Whether it was read, or refused with a word and a sentence."""
    if isinstance(found, Submission):
        return True
    return found.status in STATUSES and found.note.endswith(".") and found.note.isprintable()


@settings(fuzzed, max_examples=2_000)
@given(data=st.data())
def test_every_notebook_is_read_or_refused(data, assignment, book, solved, tmp_path_factory):
    """And what was read can be run, and be given to nbgrader."""
    path = tmp_path_factory.getbasetemp() / "spoiled.ipynb"
    path.write_bytes(data.draw(files(solved)))
    [found] = collect([path])
    assert clear(found)
    if isinstance(found, Submission):
        assert all(isinstance(step, Run | Point) for step in program(assignment, found))
        tags = tags_of(assignment)
        issued = {**book, "cells": [_tagged(cell, tags) for cell in book["cells"]]}
        nbformat.validate(nbformat.from_dict(restored(assignment, issued, found.cells)))


def _tagged(cell: dict[str, Any], tags: dict[str, Any]) -> dict[str, Any]:
    name = cell["metadata"].get("gradescent", {}).get("name")
    return {**cell, "metadata": {**cell["metadata"], **({"nbgrader": tags[name]} if name in tags else {})}}


@settings(fuzzed, max_examples=1_000)
@given(data=st.data())
def test_every_zip_is_read_or_refused(data, solved, tmp_path_factory):
    path = tmp_path_factory.getbasetemp() / "spoiled.zip"
    packed = io.BytesIO()
    method = data.draw(st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]))
    with zipfile.ZipFile(packed, "w", method) as archive:
        archive.writestr("hw/a.ipynb", json.dumps(solved))
        archive.writestr("hw/runs.bin", b"1" * 100)
    path.write_bytes(edited(packed.getvalue(), data.draw(edits)))
    [found] = collect([path])
    assert clear(found)


@settings(fuzzed, max_examples=150)
@given(data=st.data())
def test_every_notebook_is_graded_or_refused(data, tiny, sandbox, solved, tmp_path_factory):
    """The whole way, in the sandbox, in a batch with an honest one."""
    folder = tmp_path_factory.getbasetemp() / "spoiled"
    folder.mkdir(exist_ok=True)
    (folder / "honest.ipynb").write_text(json.dumps(solved))
    (folder / "spoiled.ipynb").write_bytes(data.draw(files(solved)))
    honest, other = grade_all(tiny, collect([folder]), sandbox, slug="tiny", jobs=2)
    assert honest.score == 4.0
    assert other.status in STATUSES | {"graded", "other assignment"}
    json.dumps(as_json(other), ensure_ascii=False).encode()
