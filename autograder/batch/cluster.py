"""More than one machine: the same `grade`, on the workers of a Dask cluster.

    scheduler, workers: dask scheduler; dask worker tcp://HOST:8786     (on each machine: Gradescent and the course)
    here:               gradescent grade DIR --out marks --engine dask --scheduler tcp://HOST:8786

A submission travels as text and its score comes back as text. Each worker has a warm sandbox of its own and a
course of its own: at the grader's path, or where the worker's GRADESCENT_COURSE says. That it is the same
course, engine and versions is proved by its fingerprint; a worker that has others grades nothing.
"""

from __future__ import annotations

import base64
import dataclasses
import functools
import json
import os
import threading
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from autograder.batch import TRIES, Local, Rooms
from autograder.course import Course, load_course
from autograder.errors import CourseError, SandboxError
from autograder.records import Score, Submission, SubmittedCell
from autograder.results import as_json, from_json
from autograder.sandbox.session import PRELOAD, Sandbox

COURSE = "GRADESCENT_COURSE"
MOST_JOBS = 1000  # as many threads wait here


class Cluster:
    """An engine whose submissions are graded by a cluster's workers; use it as a context manager.

    Args:
        address: the scheduler's.
        course: the course, as it lies here.
        weaker_isolation: whether workers grade even where they isolate less than the course asks for.
        preload: what the workers' sandboxes import first.
    """

    def __init__(
        self, address: str, course: Course, *, weaker_isolation: bool = False, preload: tuple[str, ...] = PRELOAD
    ) -> None:
        self._address = address
        self._course = course
        self._asked = () if weaker_isolation else course.isolation
        self._preload = preload
        self.jobs = 1

    def __enter__(self) -> Self:
        try:
            from distributed import Client
        except ImportError:
            raise CourseError("--engine dask needs Dask: pip install 'gradescent[cluster]'") from None
        try:
            self._client = Client(self._address, set_as_default=False, timeout="20s")
        except (OSError, ValueError) as error:
            raise SandboxError(f"no Dask scheduler at {self._address}: {error}") from None
        threads = sum(worker["nthreads"] for worker in self._client.scheduler_info(n_workers=-1)["workers"].values())
        if not threads:
            self._client.close()
            raise SandboxError(
                f"the scheduler at {self._address} has no workers; start some: dask worker {self._address}"
            )
        # One more for each two, so that no worker waits for us.
        self.jobs = min(threads + (threads + 1) // 2, MOST_JOBS)
        # Every worker warms its sandbox now, and so will those that join later.
        self._client.register_plugin(_warm_up(self._preload, self._asked))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def ready(self) -> None:
        """Waits for nothing: the workers warm up by themselves, and their first submissions wait for them."""

    def grade(self, rooms: Rooms, slug: str, submission: Submission) -> tuple[Score, bool]:
        """Grades on a worker; where that is lost, on another."""
        from distributed import KilledWorker
        from distributed.client import FutureCancelledError

        told = json.dumps(
            {
                "course": str(self._course.root.resolve()),
                "fingerprint": rooms.fingerprint(slug),
                "slug": slug,
                "preload": self._preload,
                "asked": self._asked,
                "submission": _as_text(submission),
            }
        )
        for _ in range(TRIES):
            try:
                # Dask retries what a lost worker had, and gives up where several are lost with the same work.
                text = self._client.submit(grade_remotely, told, pure=False, retries=TRIES).result()
                break
            except (KilledWorker, FutureCancelledError):
                continue
        else:
            raise SandboxError("the cluster lost the workers that this was given to")
        answer: dict[str, Any] = json.loads(text)
        if "error" in answer:
            raise SandboxError(answer["error"])
        return from_json(answer["score"]), bool(answer["keep"])

    def stop(self) -> None:
        """Takes back what was given out."""
        self._client.close(timeout=2)


def _as_text(submission: Submission) -> dict[str, Any]:
    """A submission as JSON can hold it; where it lies here is nothing to a worker."""
    files = {name: base64.b64encode(data).decode() for name, data in submission.files.items()}
    return {**dataclasses.asdict(dataclasses.replace(submission, path=Path(), files={})), "path": "", "files": files}


def _from_text(told: dict[str, Any]) -> Submission:
    files = {name: base64.b64decode(data) for name, data in told["files"].items()}
    cells = tuple(SubmittedCell(**cell) for cell in told["cells"])
    return Submission(**{**told, "path": Path(told["path"]), "cells": cells, "files": files})


def _warm_up(preload: tuple[str, ...], asked: tuple[str, ...]) -> Any:
    """What each worker does when it joins: starts its sandbox, so that its first submission need not wait."""
    from distributed import WorkerPlugin

    class WarmUp(WorkerPlugin):  # type: ignore[misc]
        name = "gradescent"

        def setup(self, worker: Any) -> None:
            threading.Thread(target=_sandbox, args=(preload, asked), daemon=True).start()

    return WarmUp()


# --- on a worker ------------------------------------------------------------------------------------------

_starting = threading.Lock()


@functools.cache
def _started(preload: tuple[str, ...], asked: tuple[str, ...]) -> Local:
    with ExitStack() as starting:
        local = Local(starting.enter_context(Sandbox(preload)), 1, asked)
        local.ready()  # or it ends here, and no process is left for each submission that is told so
        starting.pop_all()  # from here on it lives as long as this worker: its process ends when we hang up
    return local


def _sandbox(preload: tuple[str, ...], asked: tuple[str, ...]) -> Local:
    """This worker's own, one for all its threads."""
    with _starting:
        return _started(preload, asked)


@functools.cache
def _rooms(root: str) -> Rooms:
    return Rooms(load_course(Path(root)))


def grade_remotely(told: str) -> str:
    """Grades one submission; plain text in and out, for what it holds is a student's."""
    request = json.loads(told)
    try:
        root, slug = os.environ.get(COURSE, request["course"]), request["slug"]
        with _starting:
            rooms = _rooms(root)
        if rooms.fingerprint(slug) != request["fingerprint"]:
            raise CourseError(
                f"{slug} in {root} on {os.uname().nodename} is not what it is here: the same course, the same Gradescent, "
                "Python, torch and numpy, and the same isolation belong on every machine"
            )
        local = _sandbox(tuple(request["preload"]), tuple(request["asked"]))
        score, keep = local.grade(rooms, slug, _from_text(request["submission"]))
        return json.dumps({"score": as_json(score), "keep": keep})
    except (CourseError, SandboxError) as error:
        return json.dumps({"error": f"{error}"})
