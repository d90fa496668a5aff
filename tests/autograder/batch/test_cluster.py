"""A Dask cluster on this machine: the same scores.csv, also where a worker is lost in the middle."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from distributed import Client

from autograder import results
from autograder.batch.cluster import COURSE, Cluster, _as_text, _from_text
from autograder.errors import SandboxError
from autograder.records import Submission, SubmittedCell
from autograder.submission import find

from ...conftest import ROOT
from .test_run import grade, lines, real

pytestmark = pytest.mark.heavy


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dask")
    address = folder / "scheduler.json"
    command = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--port", "0", "--no-dashboard"]
    process = subprocess.Popen(
        [*command, "--scheduler-file", str(address), "--host", "127.0.0.1"], cwd=folder, stderr=subprocess.DEVNULL
    )
    try:
        while not address.exists():
            time.sleep(0.05)
        yield json.loads(address.read_text())["address"]
    finally:
        process.terminate()
        process.wait()


@pytest.fixture
def workers(scheduler, tmp_path):
    """Starts workers; they are gone when the test ends."""
    started = []

    def start(count: int, **environment: str) -> list[subprocess.Popen[bytes]]:
        for _ in range(count):
            command = [sys.executable, "-m", "distributed.cli.dask_worker", scheduler, "--nthreads", "1", "--no-nanny"]
            command += ["--no-dashboard", "--host", "127.0.0.1", "--local-directory", str(tmp_path)]
            environment = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
            started.append(subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL))
        with Client(scheduler, set_as_default=False) as client:
            client.wait_for_workers(count, timeout=60)
        return started

    yield start
    for process in started:
        process.kill()
        process.wait()


def test_two_workers_give_the_same_files_and_a_lost_one_changes_nothing(
    tiny,
    handed_in,
    tmp_path,
    scheduler,
    workers,
):
    local, whole, lossy = (tmp_path / name for name in ("local", "whole", "lossy"))
    grade(tiny, handed_in, local, real)
    processes = workers(2)

    def cluster() -> Cluster:
        return Cluster(scheduler, tiny, preload=())

    assert grade(tiny, handed_in, whole, cluster).failed == 0
    assert (whole / "scores.csv").read_bytes() == (local / "scores.csv").read_bytes()

    def lose_one() -> None:
        while lines(lossy) < 5:
            time.sleep(0.01)
        processes[0].send_signal(signal.SIGKILL)

    threading.Thread(target=lose_one, daemon=True).start()
    assert grade(tiny, handed_in, lossy, cluster).failed == 0
    assert processes[0].poll() == -signal.SIGKILL
    assert (lossy / "scores.csv").read_bytes() == (local / "scores.csv").read_bytes()


def test_a_worker_with_another_course_grades_nothing(tiny, handed_in, tmp_path, scheduler, workers, rooms):
    hidden = rooms / "solutions" / "tiny" / "hidden.py"
    hidden.write_text(hidden.read_text() + "\n# another\n")
    workers(1, **{COURSE: str(rooms)})
    ended = grade(tiny, Path(find([handed_in])[0].file), tmp_path / "out", lambda: Cluster(scheduler, tiny, preload=()))
    assert (ended.graded, ended.failed) == (0, 1)
    [score] = results.stream(tmp_path / "out")
    assert "is not what it is here" in score.note


def test_a_submission_travels_whole():
    cells = (SubmittedCell(1, "code", "x = 'Ω'", "q1"), SubmittedCell(2, "markdown", "why", None))
    submission = Submission("alice", Path(), "tiny", cells, "0" * 64, {"weights.bin": bytes(range(256))})
    assert _from_text(json.loads(json.dumps(_as_text(submission)))) == submission


def test_no_scheduler_and_no_workers(tiny, scheduler):
    with pytest.raises(SandboxError, match="has no workers; start some: dask worker"):
        Cluster(scheduler, tiny).__enter__()
