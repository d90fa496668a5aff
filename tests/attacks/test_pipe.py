"""Hostile workers on the grader's pipe: what they send is an answer like another, or costs them their own."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import arena
import pytest

from autograder import grading
from autograder.course import load_assignment, load_course
from autograder.records import Limits
from autograder.results import as_json
from autograder.sandbox import wire
from autograder.sandbox.session import Session
from autograder.submission import parse

WORKERS = arena.workers()
BOUND = ["double", "quadruple", "answer", "reason"]
SECONDS, MEGABYTES = 60.0, 700.0

OPEN: dict[str, str] = {}  # by name: why it is not contained; say so in docs/security.md


class Imposter:
    """Stands where the sandbox stands; its sessions talk to a thread of ours that lies."""

    def __init__(self, worker: arena.Worker) -> None:
        self._module = worker.module()

    def ready(self) -> None:
        """There is nothing to wait for."""

    @contextlib.contextmanager
    def session(self, limits: Limits, probes: str, seed: int) -> Iterator[Session]:
        ours, theirs = socket.socketpair()
        over = threading.Event()
        thread = threading.Thread(target=self._serve, args=(theirs, over), daemon=True)
        thread.start()
        try:
            yield Session(ours, 0, None, True, self.ready, limits.output_mb << 20)
        finally:
            over.set()
            ours.close()
            thread.join(10)
            assert not thread.is_alive()

    def _serve(self, sock: socket.socket, over: threading.Event) -> None:
        with sock, contextlib.suppress(wire.WireError, OSError):
            while not over.is_set():
                request = wire.receive(sock)
                if request["op"] != "probe":
                    sock.sendall(arena.frame({"id": request["id"], "status": "ok", "detail": "", "bound": BOUND}))
                    continue
                said = self._module.answer(request["id"], request)
                for part in [said] if isinstance(said, bytes) else said:
                    sock.sendall(part)
                    if not isinstance(said, bytes) and over.wait(0.02):
                        return
                if getattr(self._module, "HANGS_UP", False):
                    return


def grade(worker: arena.Worker, folder: Path):
    course = folder / "course"
    arena._copy_course(course, dict.fromkeys(("hidden", "aim", "solution"), "canary"))
    assignment = load_assignment(load_course(course), "tiny")
    book = json.loads((course / "assignments" / "tiny" / "tiny.ipynb").read_text())
    submission = parse(json.dumps(arena.answered(book, arena.WRONG)).encode(), "someone", Path("someone.ipynb"))
    return grading.grade(assignment, submission, Imposter(worker))


def marks(score) -> dict[str, float]:
    return {question.question: question.score for question in score.questions if question.score is not None}


@pytest.mark.parametrize("worker", WORKERS, ids=lambda worker: worker.name)
def test_a_hostile_worker_earns_nothing(worker, tmp_path, request):
    if worker.name in OPEN:
        request.applymarker(pytest.mark.xfail(strict=True, reason=OPEN[worker.name]))
    peak, started = arena.Peak(), time.monotonic()
    score = grade(worker, tmp_path)
    assert score.status == "graded"
    # One may guess that `answer` is some number: no other mark can be had without knowing what is asked.
    assert sum(marks(score).values()) <= 0.5
    assert not any(outcome.status == "passed" for outcome in score.outcomes if outcome.hidden)
    assert time.monotonic() - started < SECONDS
    assert peak.mb() < MEGABYTES
    record = json.dumps(as_json(score), ensure_ascii=False)
    record.encode()  # half a surrogate in it would lose the whole class's results
    assert len(record) < 1 << 20


def test_an_honest_worker_of_the_same_kind_earns_its_marks(tmp_path):
    """The positive control: without it, an imposter that never gets through would pass everything above."""

    class Honest:
        @staticmethod
        def answer(identity: str, request: dict) -> bytes:
            x = request["inputs"].get("x", 0.0)
            values = {"doubled": 2 * x, "quadrupled": 4 * x, "value": 42, "letter": "b", "doubles_to": 0.0}
            return arena.frame({"id": identity, "status": "ok", "value": values[request["probe"]]})

    worker = arena.Worker("honest", "", Path())
    object.__setattr__(worker, "module", lambda: Honest)
    assert marks(grade(worker, tmp_path)) == arena.FULL


def test_there_are_as_many_as_are_written_of():
    assert len(WORKERS) >= 20
    assert all(worker.aim.endswith(".") for worker in WORKERS)
