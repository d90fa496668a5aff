"""Scores of work that was graded before, by the content of all that they depend on.

A key is made of the student's cells and files, of everything that the assignment's marks depend on, and of what graded. So
whatever is changed, what depends on it is graded anew, and all else costs nothing. The scores tell what hidden checks found:
their folder is its owner's alone.
"""

from __future__ import annotations

import contextlib
import dataclasses
import gzip
import hashlib
import json
import os
import platform
import shutil
import tempfile
import time
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from autograder.course import Course, notebook_path
from autograder.grading import versions
from autograder.records import Assignment, Evidence, Score, Submission
from autograder.results import as_json, from_json
from autograder.sandbox.confine import available
from autograder.sandbox.session import secret_packages

FORMAT = 1
_ENGINE = Path(__file__).resolve().parents[1]
_UNUSED_DAYS = 60


def default_folder() -> Path:
    """`$GRADESCENT_CACHE`, else `gradescent` in `$XDG_CACHE_HOME`, else in `~/.cache`."""
    own, xdg = os.environ.get("GRADESCENT_CACHE"), os.environ.get("XDG_CACHE_HOME")
    return Path(own) if own else (Path(xdg) if xdg else Path.home() / ".cache") / "gradescent"


def fingerprint(course: Course, assignment: Assignment) -> str:
    """The content of all but the submission that a score depends on."""
    slug, secret = assignment.slug, course.root / "solutions" / assignment.slug
    files = [notebook_path(course, slug), course.root / "assignments" / slug / "checks.py", secret / "hidden.py"]
    files += sorted(secret.glob("*.json"))
    facts = {
        "format": FORMAT,
        "slug": assignment.slug,
        "title": assignment.title,
        "questions": [dataclasses.asdict(question) for question in assignment.questions],
        "limits": dataclasses.asdict(assignment.limits),
        "versions": dict(versions()),
        "machine": platform.machine(),
        "layers": [layer for layer, lack in available().items() if lack is None],
    }
    digest = hashlib.sha256(json.dumps(facts, sort_keys=True).encode())
    for path in (*files, *_files([_ENGINE, *secret_packages()], "*.py", "*.json")):
        if path.is_file():
            digest.update(f"{path.name} {path.stat().st_size}\n".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:32]


def _files(folders: Iterable[Path], *patterns: str) -> list[Path]:
    return sorted(
        {path for folder in folders for pattern in patterns for path in folder.rglob(pattern) if path.is_file()}
    )


def key(assignment_fingerprint: str, submission: Submission) -> str:
    """What one score is kept under: two names for the same work have the same."""
    cells = [(cell.number, cell.kind, cell.source, cell.identity) for cell in submission.cells]
    files = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(submission.files.items())}
    digest = hashlib.sha256(json.dumps([submission.slug, cells, files]).encode()).hexdigest()
    return f"{assignment_fingerprint}/{digest[:32]}"


def repeatable(evidence: Evidence) -> bool:
    """Whether another run would see the same: not where time ran out or a process ended, which may be the machine's doing."""
    seen = all(seen.status in {"ok", "raised", "missing"} for seen in evidence.seen.values())
    return seen and all(trouble.line is not None for trouble in evidence.trouble)


class Cache:
    """Scores on the disk; where the folder cannot be used, they are graded, and nobody is the worse for it."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        if folder is not None:
            try:
                folder.mkdir(parents=True, exist_ok=True)
                folder.chmod(0o700)
                _forget_unused(folder / "scores")
            except OSError:
                self._folder = None

    def get(self, key: str, submission: str) -> Score | None:
        """The score of this work, under this name; None where it is not known."""
        path = self._path(key)
        if path is None:
            return None
        try:
            fields: Mapping[str, Any] = json.loads(gzip.decompress(path.read_bytes()))
            os.utime(path.parent)  # in use
            return dataclasses.replace(from_json(fields), submission=submission)
        except (OSError, EOFError, ValueError, TypeError, AttributeError, zlib.error):
            return None

    def put(self, key: str, score: Score) -> None:
        """Keeps a score."""
        path = self._path(key)
        if path is not None:
            self._write(path, gzip.compress(json.dumps(as_json(score)).encode(), mtime=0))

    def seconds(self) -> dict[str, float]:
        """How long a submission took, by assignment, when they were last graded."""
        try:
            known = json.loads((self._folder / "seconds.json").read_bytes()) if self._folder else {}
            return {str(slug): float(seconds) for slug, seconds in known.items()}
        except (OSError, ValueError, AttributeError, TypeError):
            return {}

    def note_seconds(self, seconds: Mapping[str, float]) -> None:
        """Remembers that."""
        if self._folder is not None and seconds:
            self._write(self._folder / "seconds.json", json.dumps({**self.seconds(), **seconds}).encode())

    def _path(self, key: str) -> Path | None:
        return None if self._folder is None else self._folder / "scores" / f"{key}.json.gz"

    def _write(self, path: Path, data: bytes) -> None:
        """Whole or not at all. A full disk costs the entry alone."""
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor, temporary = tempfile.mkstemp(dir=path.parent)
            try:
                with open(descriptor, "wb") as file:
                    file.write(data)
                os.replace(temporary, path)
            except OSError:
                os.unlink(temporary)


def _forget_unused(folder: Path) -> None:
    """Removes the scores of assignments that have not been graded in this form for a while."""
    if folder.is_dir():
        for form in folder.iterdir():
            if time.time() - form.stat().st_mtime > _UNUSED_DAYS * 86400:
                shutil.rmtree(form, ignore_errors=True)
