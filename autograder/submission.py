"""Intake: from what a student handed in to a `Submission`, or to a refusal that says what to do.

Of a notebook only the cells' sources are read. Outputs, attachments and metadata are left alone, but for what tells
which cell was issued as which.
"""

from __future__ import annotations

import codecs
import contextlib
import hashlib
import itertools
import json
import os
import re
import stat
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from autograder.plain import printable, some
from autograder.records import Submission, SubmittedCell

MAX_BYTES = 100 * 2**20
MAX_CELLS = 2_000
MAX_FILE = 16 * 2**20  # of one file beside the notebook
MAX_SOURCE = 5 * 2**20
_WORK = {".ipynb", ".zip"}
_INSTEAD = {*(".pdf", ".py", ".htm", ".html", ".doc", ".docx", ".odt"), *(".rar", ".7z", ".tar", ".gz", ".tgz")}
_RESULTS = {"journal.jsonl", "results.jsonl"}  # of a folder that `gradescent grade` wrote
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
    """A file that was handed in, not yet read: a class of thousands need not be in memory at once.

    `refused` is for what need not be read to be refused: the status and the note.
    """

    student: str
    file: str
    refused: tuple[str, str] | None = None

    def read(self) -> Submission | Refused:
        """Reads it."""
        path = Path(self.file)
        return Refused(self.student, path, *self.refused) if self.refused else _read_or_refuse(self.student, path)


def collect(paths: Iterable[Path]) -> list[Submission | Refused]:
    """Finds and reads notebooks, zips and folders of either."""
    return [handed.read() for handed in find(paths)]


def find(paths: Iterable[Path], assignments: Iterable[str] = ()) -> list[Handed]:
    """Finds notebooks, zips (one notebook each) and folders of either: in the order of the paths, and of the names in a folder.

    A student's name is the path below the folder, of several paths below the one that they share; where a folder holds one
    notebook, it is the folder's. So it depends neither on the order of the paths nor on what others handed in.
    Two files of one name are both refused, for of a mark by hand nobody could tell whose it is. What stands in the place of a
    submission, and is none, is refused as well.

    Args:
        paths: files and folders.
        assignments: the slugs. A folder of such a name, right below the one that is given, holds a class and is no student's.
    """
    given = {Path(os.path.abspath(path)): path for path in paths}
    root, slugs = _shared(list(given)), frozenset(assignments)
    found: dict[tuple[str, ...], _Found] = {}
    for at, path in given.items():
        below = at.relative_to(root).parts
        if os.path.isdir(path):
            for place in _in_folder(path, below, slugs):
                found.setdefault(place.below, place)
        else:
            found[below] = _Found(path, below)
    return _named(list(found.values()), slugs)


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found, and where below all that was given."""

    path: Path
    below: tuple[str, ...]
    refused: tuple[str, str] | None = None

    @property
    def is_work(self) -> bool:
        return not self.refused and self.path.suffix.lower() in _WORK

    @property
    def folder(self) -> tuple[str, ...]:
        return self.below[:-1]


def _shared(given: Sequence[Path]) -> Path:
    """The folder that was given or, of several paths, the one that they share."""
    others = set(given)
    outer = [path for path in given if others.isdisjoint(path.parents)]
    if len(outer) == 1 and os.path.isdir(outer[0]):
        return outer[0]
    levels = zip(*(path.parent.parts for path in outer), strict=False)
    return Path(*(level[0] for level in itertools.takewhile(lambda level: len(set(level)) == 1, levels)))


def _in_folder(folder: Path, below: tuple[str, ...], slugs: Collection[str]) -> list[_Found]:
    """The submissions in a folder, and a refusal for whatever stands in the place of one: nobody is passed over in silence."""
    found, loose = list[_Found](), list[_Found]()
    students: dict[tuple[str, ...], list[str]] = {}  # those who have a folder, and what is in it
    ours: set[tuple[str, ...]] = set()

    def closed(error: OSError) -> None:
        path = Path(error.filename or folder)
        note = f"{printable(path.name)} cannot be opened: {error.strerror or error}."
        found.append(_Found(path, (*below, *path.relative_to(folder).parts), ("unreadable", note)))

    def student(place: tuple[str, ...]) -> tuple[str, ...]:
        return place[: max(len(below), 2 if place[:1] and place[0] in slugs else 1)]

    for at, folders, files in os.walk(folder, onerror=closed):
        inside = (*below, *Path(at).relative_to(folder).parts)
        folders[:] = [name for name in folders if not _is_hidden(name)]
        if _RESULTS & set(files):
            ours |= {inside, (*inside, "report")}
        if inside == student(inside) and inside not in ((), *((slug,) for slug in slugs)):
            students.setdefault(inside, [])
        for name in (*files, *(name for name in folders if Path(at, name).is_symlink())):
            place = _Found(Path(at, name), (*inside, name))
            is_loose = student(place.below) == place.below
            if _is_hidden(name):
                continue
            if not is_loose:
                students.setdefault(student(place.below), []).append(name)
            if place.is_work and _is_plain(place.path):
                found.append(place)
            elif place.is_work or (is_loose and not os.path.isfile(place.path)):
                note = f"{printable(name)} is a link or no plain file, which is not followed: put the notebook itself there."
                found.append(replace(place, refused=("no notebook", note)))
            elif is_loose and _may_be_work(name):
                loose.append(place)
    have = {place.below[:depth] for place in found for depth in range(len(place.below) + 1)}
    for place in _lone(loose, have):
        note = f"{printable(place.path.name)} is neither a notebook nor a zip with one: ask for the .ipynb file."
        found.append(replace(place, refused=("no notebook", note)))
    for where in students.keys() - have - ours:
        there = f", but {_some(sorted(students[where]))}" if students[where] else ""
        note = f"There is no .ipynb or .zip file in {printable(where[-1])}{there}: ask for the notebook itself."
        found.append(_Found(folder.joinpath(*where[len(below) :]), where, ("no notebook", note)))
    return sorted(found, key=lambda place: place.below) or [_Found(folder, below)]


def _lone(loose: Sequence[_Found], have: Iterable[tuple[str, ...]]) -> list[_Found]:
    """Those files that lie beside no submission of the same name, or of the same person in Canvas."""
    if not loose:
        return []

    def people(folder: Sequence[str], name: str) -> set[tuple[object, ...]]:
        return {(*folder, who) for who in (name, _before_suffix(name), _sender(name)) if who}

    known = set().union(*(people(place[:-1], place[-1]) for place in have if place))
    return [place for place in loose if known.isdisjoint(people(place.folder, place.path.name))]


def _is_plain(path: Path) -> bool:
    """Whether it is a file and no link, for a student's may lead anywhere. Where that cannot be told, reading will."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return True


def _may_be_work(name: str) -> bool:
    """Whether it looks like somebody's submission, though of the wrong kind."""
    path = Path(name.lower())
    return ".ipynb" in path.name or (path.suffix in _INSTEAD and path.stem not in {"readme", "index", "license"})


def _named(found: Sequence[_Found], slugs: Collection[str]) -> list[Handed]:
    """Each under a name that no other has, in their order."""
    company = Counter(place.folder for place in found if place.is_work)

    def name(place: _Found) -> str:
        folder = place.folder
        is_class = not folder or (len(folder) == 1 and folder[0] in slugs)
        if place.is_work and company[folder] == 1 and not is_class:
            return _plain_name(folder)
        return _plain_name((*folder, _title(place.path)))

    names = {place.below: name(place) for place in found}
    same = dict[str, list[_Found]]()
    for place in found:
        if place.is_work:
            same.setdefault(names[place.below], []).append(place)
    # Whoever comes first in the folders keeps it, in whatever order the paths were given.
    order = sorted(found, key=lambda place: (not place.is_work, place.below))
    students = {place.below: student for student, place in _unique((names[place.below], place) for place in order)}
    handed = []
    for place in found:
        refused, rivals = place.refused, same.get(names[place.below], [])
        if place.is_work and len(rivals) > 1:
            files = _some(sorted("/".join(rival.below) for rival in rivals))
            refused = ("ambiguous", f"{files} would have one name, {names[place.below]}: leave the one to be graded.")
        handed.append(Handed(students[place.below], str(place.path), refused))
    return handed


def _title(path: Path) -> str:
    """What a file is called, without its suffix; a folder has none."""
    name = os.path.basename(os.path.abspath(path))
    return name if os.path.isdir(path) else _before_suffix(name)


def _before_suffix(name: str) -> str:
    """Also of `alice.ipynb.txt`, as some systems save it."""
    notebook = re.match(r"(.+?)\.ipynb\b", name, re.IGNORECASE | re.DOTALL)
    return notebook[1] if notebook else Path(name).stem


def _plain_name(parts: Iterable[str]) -> str:
    """Composed, as rosters and people write it: macOS takes letters and their accents apart."""
    return printable(unicodedata.normalize("NFC", "/".join(parts)))


def wanted(file: Path, root: Path) -> bool:
    """Whether a file below `root` is a notebook or a zip, and none that an editor or a system put there for itself."""
    hidden = _is_hidden(str(file.relative_to(root)))
    return file.suffix.lower() in _WORK and not hidden and not file.is_symlink() and file.is_file()


def _unique(found: Iterable[tuple[str, _Found]]) -> Iterator[tuple[str, _Found]]:
    """Each under a name that no other has: whose own it is keeps it, whatever numbers the others get."""
    pairs = list(found)
    own = {student for student, _ in pairs}
    numbers: dict[str, Iterator[int]] = {}
    for student, place in pairs:
        if student not in numbers:
            numbers[student] = itertools.count(2)
            yield student, place
            continue
        numbered = (f"{student} ({number})" for number in numbers[student])
        yield next(name for name in numbered if name not in own), place


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
    data = _from_zip(path) if _is_zip(path) else _capped(path)
    return parse(data, student or path.stem, path)


def with_files(submission: Submission, names: Sequence[str]) -> Submission:
    """A submission with the files of these names that were handed in with it: in its zip, or beside it.

    Beside it lies what is called like it (`alice.<name>`), what Canvas says is of the same person, and what is called `<name>`
    and can be nobody else's. Of all these a system that counts may have made `<name>-1` or `<name> (1)`. What is not there, too
    large or no plain file is left out: the student's own cell then says that it is missing, and the note what lies nearby.
    """
    found, notes = dict[str, bytes](), list[str]()
    for name in names:
        inside = _is_zip(submission.path) and _member(submission.path, name)
        data, note = (inside, "") if inside else _neighbour(submission, name)
        if data is not None:
            found[name] = data
        notes += [note] if note else []
    return replace(submission, files=found, note=" ".join(notes))


def beside(handed: Iterable[Path], names: Iterable[str]) -> list[Path]:
    """All that lies beside these notebooks and may be a file of one of these names, whosever it is."""
    kinds = {Path(name).suffix for name in names}
    folders = dict.fromkeys(path.parent for path in handed) if kinds else ()
    return [folder / name for folder in folders for name in _plain_files(folder) if Path(name).suffix in kinds]


# Canvas calls a file <person>_<their number>_<the file's number>_<as the student called it>, with _LATE_ after the person.
_CANVAS = re.compile(r"(?P<person>[^_]+)(?:_LATE)?_(?P<number>\d+)_\d+_(?P<original>.+)", re.DOTALL)
_COUNTED = re.compile(r"(?:-\d+| \(\d+\))+$")  # by Canvas or a browser, where there is one of that name already
_FEW = 50  # notebooks of one student in a folder


def _sender(name: str) -> tuple[str, str] | None:
    """Whom Canvas says that a file is of."""
    found = _CANVAS.fullmatch(name)
    return (found["person"], found["number"]) if found else None


def _as_sent(name: str) -> str:
    """What the student called a file, before Canvas did."""
    found = _CANVAS.fullmatch(name)
    return found["original"] if found else name


def _uncounted(name: str) -> str:
    path = Path(name)
    return _COUNTED.sub("", path.stem) + path.suffix


def _plain_files(folder: Path) -> list[str]:
    """The names of the files in a folder that are neither links nor hidden; none where it cannot be read."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        # macOS puts a `._alice.ipynb` beside each file that it copies to a foreign disk.
        return sorted(e.name for e in entries if not e.name.startswith(".") and e.is_file(follow_symlinks=False))
    return []


def _neighbour(submission: Submission, name: str) -> tuple[bytes | None, str]:
    """The file of this name that lies beside a notebook and is its student's; and what to tell the instructor."""
    notebook = submission.path
    here = _plain_files(notebook.parent)
    books = [file for file in here if Path(file).suffix.lower() in _WORK and file != notebook.name]
    sender = _sender(notebook.name)
    of_sender = [file for file in here if sender and file.startswith(sender[0]) and _sender(file) == sender]
    nameless = _called(here, name)
    own = _called(here, f"{notebook.stem}.{name}") or _called(of_sender, name, _as_sent)
    if not own and (not books or _of_one_student(submission, books)):
        own = nameless
    if not own:
        return None, _lies_nearby(notebook, name, nameless, here, alone=not books)
    contents = list[bytes]()
    for file in own:
        path = notebook.with_name(file)
        try:
            if path.stat().st_size > MAX_FILE:
                return None, f"{printable(file)} has more than {MAX_FILE >> 20} MB, and was not read."
            contents.append(path.read_bytes())
        except OSError as error:
            return None, f"{printable(file)} cannot be read: {error.strerror or error}."
    if len(set(contents)) > 1:
        return None, f"{_some(own)} may each be {name}, and none was taken: leave the one that counts."
    return contents[0], ""


def _called(files: Iterable[str], name: str, original: Callable[[str], str] = str) -> list[str]:
    """The file of this name, else those that were counted."""
    stem, suffix = os.path.splitext(unicodedata.normalize("NFC", name))
    known = {file: unicodedata.normalize("NFC", original(file)) for file in files}
    like = {file: known for file, known in known.items() if known.startswith(stem) and known.endswith(suffix)}
    exact = [file for file, known in like.items() if known == stem + suffix]
    return exact or [file for file, known in like.items() if _uncounted(known) == stem + suffix]


def _of_one_student(submission: Submission, others: Sequence[str]) -> bool:
    """Whether the notebooks in its folder are one student's, of whom this is the one of its assignment.

    Names tell: `warmup_ada.ipynb` and `quartic_ada.ipynb`, or both without `_ada`. `ada.ipynb` and `alan.ipynb` may be of two.
    """
    rest = _without(submission.slug, submission.path.name)
    if rest is None or len(others) > _FEW:
        return False
    for other in others:
        try:
            slug = read(submission.path.with_name(other)).slug
        except (_Refusal, OSError):
            return False
        if slug == submission.slug or _without(slug, other) != rest:
            return False
    return True


def _without(slug: str | None, name: str) -> str | None:
    """What a notebook's name says beside its assignment; nothing where it does not name that."""
    stem = Path(_uncounted(name)).stem.lower()
    return stem.replace(slug.lower(), "", 1) if slug and slug.lower() in stem else None


def _lies_nearby(notebook: Path, name: str, nameless: Sequence[str], here: Sequence[str], *, alone: bool) -> str:
    """What to tell the instructor where a file was not found, and another lies there that may have been meant."""
    remedy = f"if it belongs to {printable(notebook.name)}, call it {printable(notebook.stem)}.{name}."
    if nameless:
        return f"{_some(nameless)} lies beside several submissions, and was not taken: {remedy}"
    like = [file for file in here if Path(file).suffix == Path(name).suffix and not _sender(file)]
    return f"{name} is missing, and {_some(like)} lies there: {remedy}" if alone and like else ""


def _some(names: Sequence[str]) -> str:
    return some([printable(name) for name in names], most=4)


def _member(path: Path, name: str) -> bytes | None:
    try:
        with zipfile.ZipFile(path) as archive:
            inside = {i.filename: i for i in archive.infolist() if not i.is_dir() and not _is_hidden(i.filename)}
            called = _called(inside, name, lambda file: Path(file).name)
            if len(called) != 1 or inside[called[0]].file_size > MAX_FILE:
                return None
            with archive.open(inside[called[0]]) as member:
                data = member.read(MAX_FILE + 1)
            return data if len(data) <= MAX_FILE else None
    except Exception:  # whatever a damaged zip makes of its readers; the notebook in it was read before
        return None


def _is_zip(path: Path) -> bool:
    return path.suffix.lower() == ".zip"


def _is_hidden(path: str) -> bool:
    """Whether an editor or a system put it there for itself."""
    return any(part.startswith((".", "__MACOSX")) for part in Path(path).parts)


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
                if info.filename.lower().endswith(".ipynb") and not _is_hidden(info.filename)
            ]
            if not inside:
                raise _Refusal("no notebook", f"There is no .ipynb file in {path.name}: put the notebook into the zip.")
            if len(inside) > 1:
                names = ", ".join(info.filename for info in inside[:4])
                raise _Refusal(
                    "ambiguous",
                    f"{path.name} holds {len(inside)} notebooks ({names}): leave the one to be graded or, if they are of "
                    "several students, unpack it and grade the folder.",
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
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        notebook = json.loads(data.decode("utf-16" if wide else "utf-8-sig"))
    except (ValueError, RecursionError) as error:
        text = data.decode("utf-16" if wide else "utf-8-sig", "replace")
        raise _Refusal("not JSON", _why_not_json(text, error, path.name)) from None
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


def _why_not_json(text: str, error: Exception, name: str) -> str:
    """What to do about a file that is no JSON: often it is a notebook, and something happened to it on the way."""
    if re.search(r"^<{7}\s", text, re.MULTILINE) and re.search(r"^>{7}\s", text, re.MULTILINE):
        return f"{name} holds marks of a merge conflict (<<<<<<<): settle it, save the notebook and hand it in again."
    start = text[:5000].lstrip()
    if start.startswith("<") and re.search(r"<(!doctype|html|head|body)\b", start, re.IGNORECASE):
        return f"{name} is a web page, and not the notebook: download the .ipynb file itself and hand that in."
    if text.lstrip().startswith("{") and _is_cut_off(text, error):
        return f"{name} ends in the middle: upload it again."
    return f"{name} is not a notebook (it is not JSON): hand in the .ipynb file."


def _is_cut_off(text: str, error: Exception) -> bool:
    """Whether JSON is right as far as it goes."""
    if isinstance(error, UnicodeDecodeError):
        return error.end == len(error.object)
    if not isinstance(error, json.JSONDecodeError):
        return False
    rest = text[error.pos :].strip()
    half = any(
        word.startswith(rest) for word in ("true", "false", "null", "NaN", "-Infinity", "Infinity", ".", "e-", "e+")
    )
    return half or error.msg.startswith("Unterminated") or bool(re.search(r"\\u[0-9a-fA-F]{0,4}$", text))


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
