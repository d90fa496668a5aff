"""One `gradescent grade`: from paths to a results folder, and on again from wherever it was stopped."""

from __future__ import annotations

import contextlib
import hashlib
import json
import statistics
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path

from autograder import results
from autograder.batch import Engine, Rooms, grade_class
from autograder.batch.cache import Cache
from autograder.batch.journal import NOT_GRADED, Journal, cannot_write, journal
from autograder.course import Course
from autograder.errors import CourseError
from autograder.grading import versions
from autograder.records import Score, Submission
from autograder.results.marks import decisions
from autograder.submission import Handed, beside, find


@dataclass(frozen=True)
class Ended:
    """A run that came to its end.

    Attributes:
        total, graded: how many there were, and how many got marks.
        failed: on how many the grader failed.
        faults: how many checks could not be made, by the grader's fault. Another run with `resume` takes up both.
        table, full: the two files of the results.
        before: whether it had ended before this call, which had nothing to do.
        dropped: the submissions that the table had before, and has no more.
    """

    total: int
    graded: int
    failed: int
    faults: int
    table: Path
    full: Path
    before: bool = False
    dropped: tuple[str, ...] = ()


def grade_into(
    course: Course,
    paths: Iterable[Path],
    folder: Path,
    engine: Callable[[], AbstractContextManager[Engine]],
    *,
    slug: str | None = None,
    resume: bool = False,
    cache: Cache,
    progress: Callable[[int], AbstractContextManager[Callable[[], None]]],
) -> Ended:
    """Grades what is at these paths into a results folder.

    Args:
        course: where the assignments are.
        paths: see `autograder.submission.find`.
        folder: the results folder; held against other graders meanwhile.
        engine: starts who grades; not called where nothing is to be done.
        slug: the assignment, where all are of the same one.
        resume: whether to go on with a run that was stopped.
        cache: scores of other runs.
        progress: shows so many submissions; the block gets a function to be called after each.

    Raises:
        ResultsError: the folder is in use, holds a run that has not ended, or cannot be written.
        CourseError: what people decided there is damaged, or does not fit the course (any more); then nothing is changed.
    """
    handed = find(paths, course.slugs)
    decisions(course, folder).fit(course, (file.student for file in handed))
    rooms = Rooms(course, [slug] if slug else None)
    with journal(folder, resume=resume) as kept:
        what = _plan(course, handed, slug)
        if kept.finished == what:
            return _ended([row["status"] for row in results.read_table(folder)], 0, folder, before=True)
        with engine() as running, progress(len(handed)) as advance:
            # Not before: what starts the engine's process would wait for the interpreter while this imports.
            _load_ahead(rooms, handed, slug)
            running.ready()
            grade_class(handed, rooms, running, kept, cache, slug=slug, done=advance)
        entries = [kept.entries[file.student] for file in handed]
        ended = _ended([entry.status for entry in entries], sum(entry.faults for entry in entries), folder)
        ended = replace(ended, dropped=_dropped(handed, folder))
        used = {entry.assignment for entry in kept.entries.values()}
        questions = {name: course.questions(name) for name in course.slugs if name in used}
        try:
            with results.alone(folder):
                # Read again, for people go on deciding meanwhile.
                results.write(_Scores(kept, handed), questions, folder, decisions(course, folder).settle)
        except OSError as error:
            raise cannot_write(folder, error) from None
        times = {
            name: [entry.seconds for entry in kept.entries.values() if entry.assignment == name and entry.seconds]
            for name in questions
        }
        cache.note_seconds({name: round(statistics.mean(found), 3) for name, found in times.items() if found})
        if not ended.failed and not ended.faults:
            kept.finish(what)
    return ended


def _load_ahead(rooms: Rooms, handed: Sequence[Handed], slug: str | None) -> None:
    """Loads the first submission's assignment (hidden checks may import torch) while the engine warms up."""

    def load() -> None:
        with contextlib.suppress(Exception):  # it is said where it is needed
            first = handed[0].read()
            wanted = slug or (first.slug if isinstance(first, Submission) else None)
            rooms.fingerprint(wanted or "")

    threading.Thread(target=load, daemon=True).start()


def _ended(statuses: Sequence[str], faults: int, folder: Path, *, before: bool = False) -> Ended:
    graded, failed = statuses.count(results.GRADED), statuses.count(NOT_GRADED)
    return Ended(len(statuses), graded, failed, faults, folder / results.TABLE, folder / results.FULL, before)


def _dropped(handed: Sequence[Handed], folder: Path) -> tuple[str, ...]:
    """The submissions of the table that are not among these."""
    here, before = {file.student for file in handed}, []
    with contextlib.suppress(CourseError, KeyError, UnicodeDecodeError):  # there is none, or no table of ours
        before = [row["submission"] for row in results.read_table(folder)]
    return tuple(dict.fromkeys(name for name in before if name not in here))


@dataclass(frozen=True)
class _Scores:
    """The scores of a class in its order, never all in memory."""

    journal: Journal
    handed: Sequence[Handed]

    def __iter__(self) -> Iterator[Score]:
        return self.journal.scores(file.student for file in self.handed)


def _plan(course: Course, handed: Sequence[Handed], slug: str | None) -> str:
    """What a run grades, and by what, as the names, sizes and times of the files have it."""
    digest = hashlib.sha256(json.dumps([slug, dict(versions())]).encode())
    rooms = [path for room in ("assignments", "solutions") for path in sorted((course.root / room).rglob("*"))]
    names = sorted({name for known in course.slugs for name in course.files(known)})
    files = [(file.student, Path(file.file)) for file in handed]
    others = [(path.name, path) for path in (*beside([path for _, path in files], names), *rooms)]
    for name, path in [*files, *others]:
        try:
            found = path.stat()
            facts = [name, found.st_size, found.st_mtime_ns] if path.is_file() else [name]
        except OSError:
            facts = [name]
        digest.update(json.dumps(facts).encode())
    return digest.hexdigest()
