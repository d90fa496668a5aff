"""A batch's journal: every outcome, on the disk before it counts, so that nothing is lost and nothing graded twice.

    journal.jsonl = a line an outcome: its checksum, a blank, JSON

A line that is torn, since the machine stopped while it was written, does not have its checksum, and is dropped. A run
that has ended leaves one line in place of all, which says what was graded; the scores are in the results by then.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.errors import ResultsError
from autograder.records import Score
from autograder.results import FULL, PART, as_json, from_json, replacing

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

NAME = "journal.jsonl"
NOT_GRADED = "not graded"  # the status where the grader failed, and not the student


@dataclass(frozen=True, slots=True)
class Entry:
    """One outcome that is on the disk: of which work, how many checks failed by the grader's fault, and where in the file."""

    key: str
    status: str
    assignment: str
    seconds: float
    faults: int
    offset: int


class Journal:
    """The journal of one run; made by `journal`.

    Attributes:
        entries: the outcomes, by submission; the last where there are several.
        finished: what the run that ended here had graded; "" where it has not ended.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.entries: dict[str, Entry] = {}
        self.finished = ""
        self._file = open(path, "a+b", buffering=0)  # noqa: SIM115 - closed by `close`
        end = self._read()
        self._file.truncate(end)  # what is torn must not stand before what is whole

    def _read(self) -> int:
        """Reads what is there; returns where the last whole line ends."""
        end = 0
        self._file.seek(0)
        with open(self.path, "rb") as file:
            for line in file:
                offset, end = end, end + len(line)
                if not line.endswith(b"\n"):
                    return offset
                record = _open(line)
                if record is None:
                    continue  # damaged in the middle: that one is graded again
                if "finished" in record:
                    self.finished = str(record["finished"])
                else:
                    self._note(record, offset)
        return end

    def _note(self, record: dict[str, Any], offset: int) -> None:
        score = record["score"]
        # Interned, for a class of thousands has the same few.
        status, assignment = sys.intern(score["status"]), sys.intern(score["assignment"])
        faults = sum(outcome.get("fault", False) for question in score["questions"] for outcome in question["outcomes"])
        self.entries[score["submission"]] = Entry(record["key"], status, assignment, score["seconds"], faults, offset)
        self.finished = ""  # it goes on

    def has(self, submission: str, key: str) -> bool:
        """Whether this work was graded; one that the grader failed on, altogether or at a check, was not."""
        entry = self.entries.get(submission)
        return entry is not None and entry.key == key and entry.status != NOT_GRADED and not entry.faults

    def append(self, score: Score, key: str) -> None:
        """Writes one outcome, and returns when it is on the disk.

        Raises:
            ResultsError: it cannot be written.
        """
        record = {"key": key, "score": as_json(score)}
        offset = self._file.seek(0, os.SEEK_END)
        self._write(_seal(record))
        self._note(record, offset)

    def _write(self, line: bytes) -> None:
        try:
            # A disk that is nearly full takes a part.
            while line:
                line = line[self._file.write(line) :]
            os.fsync(self._file.fileno())
        except OSError as error:
            raise cannot_write(self.path, error) from None

    def scores(self, submissions: Iterable[str]) -> Iterator[Score]:
        """The outcomes of these submissions, in this order, read one by one."""
        with open(self.path, "rb") as file:
            for submission in submissions:
                file.seek(self.entries[submission].offset)
                record = _open(file.readline())
                if record is None:
                    raise ResultsError(f"{self.path} was changed while it was in use: grade again with --resume")
                yield from_json(record["score"])

    def finish(self, what: str) -> None:
        """Leaves one line in place of all: the results hold the rest."""
        with replacing(self.path) as temporary:
            temporary.write_bytes(_seal({"finished": what}))
        self.finished = what

    def close(self) -> None:
        """Closes the file."""
        self._file.close()


def cannot_write(path: Path, error: OSError) -> ResultsError:
    """What to tell where a file of the results cannot be written."""
    full = error.errno in (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC))
    remedy = (
        "What was graded is kept: make room, then go on with --resume"
        if full
        else "--out has to be a folder in which you may write, or the name of a new one"
    )
    return ResultsError(f"{path} cannot be written ({error.strerror or error}). {remedy}")


@contextlib.contextmanager
def journal(folder: Path, *, resume: bool) -> Iterator[Journal]:
    """The journal in a results folder, which nobody else may use meanwhile.

    Args:
        folder: made where it is missing.
        resume: whether to go on with what is there. Else a run that has not ended is left alone.

    Raises:
        ResultsError: another grader works in the folder, it holds a run that has not ended, or it cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        held = _hold(folder)
    except OSError as error:
        raise cannot_write(folder, error) from None
    try:
        path = folder / NAME
        if held is not None:
            for name in (FULL, NAME):  # which nobody else writes; a run that was killed left them
                for left in folder.glob(f"{name}.*{PART}"):
                    left.unlink(missing_ok=True)
        try:
            found = Journal(path)
        except OSError as error:
            raise cannot_write(path, error) from None
        try:
            if not resume:
                if found.entries and not found.finished:
                    raise ResultsError(
                        f"{folder} holds a run that has not ended ({len(found.entries)} outcomes): go on with it by "
                        f"--resume, or delete {path} to begin again"
                    )
                found.close()
                path.unlink()
                found = Journal(path)
            _sync(folder)
            yield found
        finally:
            found.close()
            if not found.entries and not found.finished:
                path.unlink(missing_ok=True)
                with contextlib.suppress(OSError):
                    folder.rmdir()
    finally:
        if held is not None:
            os.close(held)


def is_underway(folder: Path) -> bool:
    """Whether a run in this folder has outcomes that its results do not have: it was stopped, or goes on."""
    path, full = folder / NAME, folder / FULL
    try:
        with path.open("rb") as file:
            first, more = file.readline(), file.readline()
        # One that the grader failed on leaves its journal, too, but has written the results after it.
        newer = not full.exists() or path.stat().st_mtime_ns > full.stat().st_mtime_ns
    except FileNotFoundError:
        return False
    return newer and (bool(more) or "finished" not in (_open(first) or {}))


def _hold(folder: Path) -> int | None:
    if fcntl is None:
        return None
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise ResultsError(
            f"another `gradescent grade` works in {folder}: wait for it, or name another --out"
        ) from None
    return descriptor


def _sync(folder: Path) -> None:
    """So that the file's name, too, outlives the power."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _seal(record: dict[str, Any]) -> bytes:
    text = json.dumps(record, ensure_ascii=True).encode()
    return hashlib.sha256(text).hexdigest()[:16].encode() + b" " + text + b"\n"


def _open(line: bytes) -> dict[str, Any] | None:
    checksum, _, text = line.rstrip(b"\n").partition(b" ")
    if hashlib.sha256(text).hexdigest()[:16].encode() != checksum:
        return None
    record: dict[str, Any] = json.loads(text)
    return record
