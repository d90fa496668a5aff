"""Intake: from what a student handed in to a `Submission`, or to a refusal that says what to do.

Of a notebook only the cells' sources are read. Outputs, attachments and metadata are left alone, but for what tells
which cell was issued as which.
"""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import json
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from autograder.plain import printable
from autograder.records import Submission, SubmittedCell

MAX_BYTES = 100 * 2**20
MAX_CELLS = 2_000
MAX_FILE = 16 * 2**20  # of one file beside the notebook
MAX_SOURCE = 5 * 2**20
MAX_PARTS = 8_000_000  # an object of JSON takes some hundred bytes, however short it is written


@dataclass(frozen=True)
class Refused:
    """A submission that cannot be read: a word for why, and what to do."""

    student: str
    path: Path
    status: str
    note: str


@dataclass(frozen=True, slots=True)
class Handed:
    """A file that was handed in, not yet read: a class of thousands need not be in memory at once."""

    student: str
    file: str

    def read(self) -> Submission | Refused:
        """Reads it."""
        return _read_or_refuse(self.student, Path(self.file))


def collect(paths: Iterable[Path]) -> list[Submission | Refused]:
    """Finds and reads notebooks, zips and folders of either."""
    return [handed.read() for handed in find(paths)]


def find(paths: Iterable[Path]) -> list[Handed]:
    """Finds notebooks, zips (one notebook each) and folders of either, in the order of their names.

    A student's name is the file's; in a folder, the path below it, of which a last part that all share
    (`alice/quartic.ipynb`, `bob/quartic.ipynb`) is dropped.
    """
    found: list[tuple[str, Path]] = []
    for path in paths:
        if not path.is_dir():
            found.append((path.stem, path))
            continue
        files = sorted(file for file in path.rglob("*") if wanted(file, path))
        if not files:
            found.append((path.name, path))
        shared = {file.stem for file in files if file.parent != path}
        in_folder = Counter(file.parent for file in files)
        for file in files:
            below = file.relative_to(path).with_suffix("")
            alone = len(shared) == 1 and in_folder[file.parent] == 1
            found.append(((below.parent if alone and file.parent != path else below).as_posix(), file))
    named = _unique((printable(name), path) for name, path in found)
    return [Handed(student, str(path)) for student, path in named]


def wanted(file: Path, root: Path) -> bool:
    """Whether a file below `root` is a notebook or a zip, and none that an editor or a system put there for itself."""
    hidden = any(part.startswith((".", "__MACOSX")) for part in file.relative_to(root).parts)
    return file.suffix in {".ipynb", ".zip"} and not hidden and not file.is_symlink() and file.is_file()


def _unique(found: Iterable[tuple[str, Path]]) -> Iterator[tuple[str, Path]]:
    """Each under a name that no other has: whose own it is keeps it, whatever numbers the others get."""
    pairs = list(found)
    own = {student for student, _ in pairs}
    numbers: dict[str, Iterator[int]] = {}
    for student, path in pairs:
        if student not in numbers:
            numbers[student] = itertools.count(2)
            yield student, path
            continue
        numbered = (f"{student} ({number})" for number in numbers[student])
        yield next(name for name in numbered if name not in own), path


class _Refusal(Exception):
    def __init__(self, status: str, note: str) -> None:
        self.status = status
        self.note = printable(note, 600)


def _read_or_refuse(student: str, path: Path) -> Submission | Refused:
    try:
        return read(path, student)
    except _Refusal as refusal:
        return Refused(student, path, refusal.status, refusal.note)
    except OSError as error:
        note = f"{printable(path.name)} cannot be read: {error.strerror or error}."
        return Refused(student, path, "unreadable", note)


def read(path: Path, student: str | None = None) -> Submission:
    """Reads one notebook or one zip that holds one; `collect` turns its refusals into records."""
    if path.is_dir():
        raise _Refusal("no notebook", f"There is no .ipynb or .zip file in {path.name}: hand in the notebook itself.")
    if not path.exists():
        raise _Refusal("not found", f"There is no file {path.name}: look at the path.")
    data = _from_zip(path) if path.suffix == ".zip" else _capped(path)
    return parse(data, student or path.stem, path)


def with_files(submission: Submission, names: Sequence[str]) -> Submission:
    """A submission with the files of these names that were handed in with it: in its zip, or in its folder.

    In a folder of several notebooks only `alice.<name>` belongs to `alice.ipynb`. What is not there, too large or no plain
    file is left out: the student's own cell then says that it is missing.
    """
    notebook, found = submission.path, dict[str, bytes]()
    for name in names:
        data = _member(notebook, name) if notebook.suffix == ".zip" else _neighbour(notebook, name)
        if data is not None and len(data) <= MAX_FILE:
            found[name] = data
    return replace(submission, files=found)


def beside(handed: Path, names: Iterable[str]) -> Iterator[Path]:
    """Where files of these names may lie that were handed in with a notebook; nothing for a zip, which holds them."""
    if handed.suffix != ".zip":
        for name in names:
            yield handed.with_name(f"{handed.stem}.{name}")
            yield handed.with_name(name)


def _neighbour(notebook: Path, name: str) -> bytes | None:
    own, shared = beside(notebook, [name])
    # macOS puts a `._alice.ipynb` beside each file that it copies to a foreign disk.
    alone = len(list(notebook.parent.glob("[!.]*.ipynb"))) <= 1
    for file in (own, *([shared] if alone else [])):
        with contextlib.suppress(OSError):
            if file.is_file() and not file.is_symlink() and file.stat().st_size <= MAX_FILE:
                return file.read_bytes()
    return None


def _member(path: Path, name: str) -> bytes | None:
    try:
        with zipfile.ZipFile(path) as archive:
            inside = [info for info in archive.infolist() if Path(info.filename).name == name and not info.is_dir()]
            if len(inside) != 1 or inside[0].file_size > MAX_FILE:
                return None
            with archive.open(inside[0]) as member:
                return member.read(MAX_FILE + 1)
    except Exception:  # whatever a damaged zip makes of its readers; the notebook in it was read before
        return None


def _capped(path: Path) -> bytes:
    if path.stat().st_size > MAX_BYTES:
        raise _too_large(path.name)
    return path.read_bytes()


def _too_large(name: str) -> _Refusal:
    limit = f"more than {MAX_BYTES >> 20} MB, or millions of parts"
    return _Refusal("too large", f"{name} is too large ({limit}): clear its outputs, save and hand it in again.")


def _from_zip(path: Path) -> bytes:
    """The one notebook in the zip, read in memory: nothing is ever unpacked to a disk."""
    if path.stat().st_size > MAX_BYTES:
        raise _too_large(path.name)
    try:
        with zipfile.ZipFile(path) as archive:
            inside = [
                info
                for info in archive.infolist()
                if info.filename.endswith(".ipynb")
                and not any(p.startswith((".", "__MACOSX")) for p in Path(info.filename).parts)
            ]
            if not inside:
                raise _Refusal("no notebook", f"There is no .ipynb file in {path.name}: put the notebook into the zip.")
            if len(inside) > 1:
                names = ", ".join(info.filename for info in inside[:4])
                raise _Refusal(
                    "ambiguous", f"{path.name} holds {len(inside)} notebooks ({names}): leave the one to be graded."
                )
            if inside[0].file_size > MAX_BYTES:
                raise _too_large(inside[0].filename)
            with archive.open(inside[0]) as member:
                data = member.read(MAX_BYTES + 1)
    except _Refusal:
        raise
    except Exception:
        # Whatever a damaged zip makes of the readers of its headers and of each kind of compression.
        note = f"{path.name} is damaged, encrypted or no zip at all: zip the notebook again."
        raise _Refusal("not a zip", note) from None
    if len(data) > MAX_BYTES:
        raise _too_large(inside[0].filename)
    return data


def parse(data: bytes, student: str, path: Path) -> Submission:
    """A notebook's bytes as a submission."""
    if sum(data.count(mark) for mark in (b",", b"[", b"{")) > MAX_PARTS:
        raise _too_large(path.name)
    if not data.strip():
        raise _Refusal("empty", f"{path.name} is empty: save the notebook again and hand in that file.")
    try:
        notebook = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise _Refusal(
            "not JSON", f"{path.name} is not a notebook (it is not JSON): hand in the .ipynb file."
        ) from None
    if not isinstance(notebook, dict):
        raise _Refusal("not a notebook", f"{path.name} is JSON, but no notebook: hand in the .ipynb file.")
    if "worksheets" in notebook or notebook.get("nbformat") in (1, 2, 3):
        raise _Refusal(
            "old format", f"{path.name} has an old notebook format: open it in Jupyter, save it and hand it in again."
        )
    cells = notebook.get("cells")
    if not isinstance(cells, list):
        raise _Refusal("not a notebook", f"{path.name} is JSON, but no notebook: hand in the .ipynb file.")
    if len(cells) > MAX_CELLS:
        raise _Refusal("too large", f"{path.name} has more than {MAX_CELLS} cells: delete those that are not needed.")
    read_cells = tuple(cell for number, raw in enumerate(cells, 1) if (cell := _cell(number, raw)) is not None)
    if sum(len(cell.source) for cell in read_cells) > MAX_SOURCE:
        raise _Refusal("too large", f"The code in {path.name} has more than {MAX_SOURCE >> 20} MB: delete pasted data.")
    return Submission(student, path, _slug(notebook), read_cells, _digest(read_cells))


def _cell(number: int, raw: Any) -> SubmittedCell | None:
    if not isinstance(raw, dict) or raw.get("cell_type") not in ("code", "markdown"):
        return None
    source = raw.get("source", "")
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    if not isinstance(source, str):
        return None
    # Half of a surrogate pair can stand in JSON, and in no file that we write.
    source = source.replace("\r\n", "\n").encode("utf-8", "replace").decode("utf-8")
    return SubmittedCell(number, raw["cell_type"], source, _identity(raw))


def _identity(raw: dict[str, Any]) -> str | None:
    """The issued name of a cell, from wherever the editor that saved it left it."""
    metadata = raw.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    ours, nbgrader = metadata.get("gradescent"), metadata.get("nbgrader")
    candidates = (
        ours.get("name") if isinstance(ours, dict) else None,
        nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None,
        raw.get("id"),
        metadata.get("id"),  # Colab's
    )
    return next((name for name in candidates if isinstance(name, str) and name), None)


def _slug(notebook: dict[str, Any]) -> str | None:
    metadata = notebook.get("metadata")
    ours = metadata.get("gradescent") if isinstance(metadata, dict) else None
    slug = ours.get("assignment") if isinstance(ours, dict) else None
    return slug if isinstance(slug, str) else None


def _digest(cells: tuple[SubmittedCell, ...]) -> str:
    content = json.dumps([(cell.kind, cell.source) for cell in cells])
    return hashlib.sha256(content.encode()).hexdigest()
