"""A class: many submissions, several at a time, each to its own row whatever becomes of the others.

    files → threads: read, known already? else an engine grades it → one queue → journal → results

An *engine* grades one submission: on this machine (`Local`), or on others (`autograder.batch.cluster`). Memory stays flat: a file
is read when its turn comes, and its score is on the disk before the next ones are taken from the queue.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import queue
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol, TypeVar

from autograder.batch import cache as caching
from autograder.batch.cache import Cache
from autograder.batch.journal import NOT_GRADED, Journal
from autograder.course import Course, load_assignment
from autograder.errors import CourseError, SandboxError
from autograder.grading import observe, score, seed_of
from autograder.plain import printable
from autograder.program import match
from autograder.records import Assignment, Score, Submission
from autograder.sandbox.session import Sandbox
from autograder.submission import Handed, Refused, with_files

Result = TypeVar("Result")
TRIES = 3  # a zygote that dies takes several submissions with it, and none of them need be to blame


class Rooms(Mapping[str, Assignment]):
    """A course's assignments, each loaded when it is first asked for; for several threads."""

    def __init__(self, course: Course, slugs: Sequence[str] | None = None) -> None:
        self.course = course
        self._slugs = tuple(slugs or course.slugs)
        self._lock = threading.RLock()
        self._loaded: dict[str, Assignment] = {}
        self._fingerprints: dict[str, str] = {}

    def __getitem__(self, slug: str) -> Assignment:
        if slug not in self._slugs:
            raise KeyError(slug)
        with self._lock:
            if slug not in self._loaded:
                self._loaded[slug] = load_assignment(self.course, slug)
            return self._loaded[slug]

    def __iter__(self) -> Iterator[str]:
        return iter(self._slugs)

    def __len__(self) -> int:
        return len(self._slugs)

    def fingerprint(self, slug: str) -> str:
        """See `autograder.batch.cache.fingerprint`."""
        with self._lock:
            if slug not in self._fingerprints:
                self._fingerprints[slug] = caching.fingerprint(self.course, self[slug])
            return self._fingerprints[slug]


class Engine(Protocol):
    """Where submissions are graded; called from as many threads as it has `jobs`."""

    jobs: int

    def ready(self) -> None:
        """Waits until it can grade; raises `SandboxError` where it cannot, or isolates less than it was told to."""

    def grade(self, rooms: Rooms, slug: str, submission: Submission) -> tuple[Score, bool]:
        """The score, and whether it may be kept for another time; raises where the grader failed."""

    def stop(self) -> None:
        """Ends what is being graded."""


class Local:
    """This machine: a process for each submission, as many at a time as there are processors and memory for.

    Args:
        sandbox: what the processes come from.
        jobs: how many submissions at a time.
        asked: the layers of isolation without which nothing is graded (see `Sandbox.require`).
    """

    def __init__(self, sandbox: Sandbox, jobs: int, asked: Sequence[str] = ()) -> None:
        self.jobs = jobs
        self._sandbox = sandbox
        self._asked = asked
        self._room = _Memory()

    def ready(self) -> None:
        """Waits until the sandbox is warm and has shown what it isolates."""
        _again(lambda: self._sandbox.require(self._asked))

    def grade(self, rooms: Rooms, slug: str, submission: Submission) -> tuple[Score, bool]:
        """Grades, again where the sandbox failed."""
        assignment = rooms[slug]
        with self._room.for_one(assignment.limits.memory_mb << 20):
            evidence = _again(lambda: observe(assignment, submission, self._sandbox))
        found = score(assignment, submission, evidence, seed_of(assignment, submission))
        return found, caching.repeatable(evidence) and not found.faults

    def stop(self) -> None:
        """Ends what is being graded."""
        self._sandbox.stop()


def _again(work: Callable[[], Result]) -> Result:
    """Does it once more, and once more, where the sandbox failed meanwhile."""
    for _ in range(TRIES - 1):
        with contextlib.suppress(SandboxError):
            return work()
    return work()


class _Memory:
    """Lets in as many submissions as the free memory would hold if each used all that it may, and one in any case."""

    def __init__(self) -> None:
        self._turn = threading.Condition()
        self._taken = 0
        self._running = 0

    @contextlib.contextmanager
    def for_one(self, size: int) -> Iterator[None]:
        with self._turn:
            # What the running ones hold is counted twice, as theirs and as no longer free: on the safe side.
            while self._running and self._taken + size > free_memory():
                self._turn.wait(1.0)
            self._running += 1
            self._taken += size
        try:
            yield
        finally:
            with self._turn:
                self._running -= 1
                self._taken -= size
                self._turn.notify_all()


def free_memory() -> int:
    """Bytes that can be had without swapping, also where a container has less than the machine; a lot where unknown."""
    found = [1 << 50]
    with contextlib.suppress(OSError, IndexError, ValueError):
        for line in Path("/proc/meminfo").read_text().splitlines():
            if line.startswith("MemAvailable:"):
                found.append(int(line.split()[1]) << 10)
    with contextlib.suppress(OSError, ValueError):
        group = Path("/sys/fs/cgroup")
        found.append(int((group / "memory.max").read_text()) - int((group / "memory.current").read_text()))
    return min(found)


@dataclass(frozen=True)
class _Done:
    """What came of one file; no score where it is in the journal already."""

    score: Score | None
    key: str = ""


def grade_class(
    handed: Sequence[Handed],
    rooms: Rooms,
    engine: Engine,
    journal: Journal,
    cache: Cache,
    *,
    slug: str | None = None,
    done: Callable[[], None] = lambda: None,
) -> None:
    """Grades a class into a journal.

    Args:
        handed: what `autograder.submission.find` found.
        rooms: the assignments.
        engine: who grades.
        journal: where each outcome goes; what it holds already is not graded again.
        cache: what was graded at other times.
        slug: the assignment, where all are of the same one; else it is found for each.
        done: called, in this thread, after each.

    Raises:
        ResultsError: an outcome cannot be written. CourseError: an assignment cannot be loaded. What is in the journal stays.
    """
    waiting = iter(_slowest_first(handed, rooms, cache.seconds()))
    lock, stopped = threading.Lock(), threading.Event()
    finished: queue.Queue[_Done | CourseError | None] = queue.Queue(maxsize=2 * engine.jobs)

    def work() -> None:
        while not stopped.is_set():
            with lock:
                file = next(waiting, None)
            if file is None:
                break
            try:
                finished.put(_one(file, rooms, engine, journal, cache, slug))
            except CourseError as error:
                finished.put(error)
        finished.put(None)

    threads = [threading.Thread(target=work, daemon=True) for _ in range(engine.jobs)]
    for thread in threads:
        thread.start()
    working = len(threads)
    try:
        while working:
            outcome = finished.get()
            if outcome is None:
                working -= 1
                continue
            if isinstance(outcome, CourseError):
                raise outcome
            if outcome.score is not None:
                journal.append(outcome.score, outcome.key)
            done()
    except BaseException:
        stopped.set()
        engine.stop()
        _drain(finished, threads)
        raise


def _drain(finished: queue.Queue[_Done | CourseError | None], threads: Sequence[threading.Thread]) -> None:
    """Lets the threads end, who may be waiting for room in the queue."""
    for thread in threads:
        while thread.is_alive():
            with contextlib.suppress(queue.Empty):
                finished.get(timeout=0.05)


def _slowest_first(handed: Sequence[Handed], rooms: Rooms, seconds: Mapping[str, float]) -> Sequence[Handed]:
    """A long one that comes last would have the machine to itself. Its assignment is guessed from its path, for no file is
    read before its turn."""
    if not seconds or len(rooms) < 2:
        return handed

    def expected(file: Handed) -> float:
        return max((seconds[slug] for slug in rooms if slug in seconds and slug in file.file), default=0.0)

    return sorted(handed, key=expected, reverse=True)


def grade_all(
    course: Course,
    submissions: Sequence[Submission | Refused],
    sandbox: Sandbox,
    *,
    slug: str | None = None,
    jobs: int | None = None,
) -> list[Score]:
    """Grades a few submissions in memory; see `grade_class` for many.

    Returns:
        A score for each submission, in their order; those that could not be graded say why.
    """
    rooms, engine = Rooms(course, [slug] if slug else None), Local(sandbox, jobs or os.cpu_count() or 1)

    def one(submission: Submission | Refused) -> Score:
        score = _one(submission, rooms, engine, None, Cache(None), slug).score
        assert score is not None  # there is no journal that could have it
        return score

    with ThreadPoolExecutor(max_workers=engine.jobs) as pool:
        return list(pool.map(one, submissions))


def _one(
    file: Handed | Submission | Refused,
    rooms: Rooms,
    engine: Engine,
    journal: Journal | None,
    cache: Cache,
    slug: str | None,
) -> _Done:
    """One file's outcome; whatever fails, it is this one's row and never the batch."""
    named = slug or ""
    try:
        submission = file.read() if isinstance(file, Handed) else file
        if isinstance(submission, Refused):
            refused = Score(file.student, named, submission.status, submission.note)
            return _new(journal, refused, hashlib.sha256(f"{refused.status} {refused.note}".encode()).hexdigest())
        try:
            # Whoever names the assignment knows better than a notebook that does not say.
            found = rooms[slug] if slug and submission.slug is None else identify(submission, rooms)
        except NotOurs as reason:
            return _new(journal, Score(file.student, named, "other assignment", str(reason)), submission.digest)
        named, submission = found.slug, with_files(submission, found.files)
        key = caching.key(rooms.fingerprint(named), submission) if journal else ""
        if journal and journal.has(file.student, key):
            return _Done(None)
        known = cache.get(key, file.student)
        if known is None:
            known, keep = engine.grade(rooms, named, submission)
            if keep:
                cache.put(key, known)
        # What lies beside a notebook is no part of what was graded.
        return _Done(replace(known, note=submission.note) if submission.note else known, key)
    except CourseError:
        raise  # the course is broken, and not this submission
    except Exception as error:
        # Also a fault of ours that nobody thought of costs one row, and never the batch.
        said = printable(f"{type(error).__name__}: {error}" if not isinstance(error, SandboxError) else str(error))
        return _Done(Score(file.student, named, NOT_GRADED, f"The grader failed, grade this again: {said}."))


def _new(journal: Journal | None, score: Score, key: str) -> _Done:
    return _Done(None) if journal and journal.has(score.submission, key) else _Done(score, key)


class NotOurs(Exception):
    """The submission is of none of the assignments that are graded."""


def identify(submission: Submission, assignments: Mapping[str, Assignment]) -> Assignment:
    """The assignment of a submission: what its metadata say, else the one whose cells it shares; raises `NotOurs`."""
    names = ", ".join(assignments)
    if submission.slug is not None:
        if submission.slug not in assignments:
            raise NotOurs(f"This is the notebook of {submission.slug!r}, and {names} is graded: hand in the right one.")
        return assignments[submission.slug]
    shared = {
        slug: sum(match(cell, assignment) is not None for cell in submission.cells)
        for slug, assignment in assignments.items()
    }
    best = max(shared, key=lambda slug: shared[slug])
    if shared[best] == 0:
        raise NotOurs(f"This notebook has no cell of {names}: hand in the one that you were given.")
    return assignments[best]
