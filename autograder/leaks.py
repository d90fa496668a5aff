"""The leak gate: nothing of `solutions/` or `reference/` may be in what a student gets.

Three nets, since each alone has holes: file names, lines of secret text, and the definitions of the answers, compared
as syntax trees so that neither blanks nor comments hide them. A fourth holds the notebook to be clean: no outputs, and no
metadata but ours.
"""

from __future__ import annotations

import ast
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from autograder.course import names_of
from autograder.notebook import statements

_SHORTEST = 20
_SECRET_NAMES = ("solutions/", "reference/", "hidden.py", "answers.py", "/wrong/", "/right/", "solution.ipynb")
_NOTEBOOK_KEYS = {"gradescent", "kernelspec", "language_info"}
_CELL_KEYS = {"gradescent", "deletable", "nbgrader"}
_OURS_KEYS = {"name", "role", "question", "holes", "shows"}


def leaks(root: Path, slug: str, student: Path, public: Iterable[Path]) -> list[str]:
    """What of the secret rooms is found under `student`; empty where nothing is.

    Args:
        root: the course, with its secret rooms.
        slug: the assignment, whose answers' definitions are looked for.
        student: the folder that students get; zips in it are opened.
        public: sources that students may see: a secret line that stands in them, too, is no secret.
    """
    known = {line.strip() for path in public for line in path.read_text(encoding="utf-8").splitlines()}
    secrets = {line: path for path in _secret_files(root) for line in _lines(path) if line not in known}
    answers = root / "solutions" / slug / "answers.py"
    solved = {
        ast.dump(node): names_of(node) for node in ast.parse(answers.read_text(encoding="utf-8")).body if names_of(node)
    }
    found = []
    for name, data in _files(student):
        found += [f"{name}: a file of this name is secret" for secret in _SECRET_NAMES if secret in f"/{name}"]
        text = data.decode("utf-8", "replace")
        lines = {line.strip() for line in text.splitlines()}
        if name.endswith(".ipynb"):
            book = json.loads(text)
            lines = {line.strip() for cell in book["cells"] for line in "".join(cell["source"]).splitlines()}
            lines |= set(_strings(book["metadata"])) | {s for cell in book["cells"] for s in _strings(cell["metadata"])}
            found += [f"{name}: {fault}" for fault in _unclean(book)]
            found += [
                f"{name}: holds the answer for {', '.join(solved[dump])}"
                for dump in map(ast.dump, statements(book))
                if dump in solved
            ]
        found += [
            f"{name}: holds a line of {secrets[line].relative_to(root)}: {line}"
            for line in sorted(lines & secrets.keys())
        ]
    return found


def _secret_files(root: Path) -> Iterator[Path]:
    for room in ("solutions", "reference"):
        for pattern in ("*.py", "*.json", "*.po"):
            yield from sorted((root / room).rglob(pattern))


def _lines(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").splitlines():
        line = line.strip()
        if len(line) >= _SHORTEST and not line.startswith(("import ", "from ")):
            yield line


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield from _opened(path.relative_to(folder).as_posix(), path.read_bytes())


def _opened(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    if not name.endswith(".zip"):
        yield name, data
        return
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for member in archive.namelist():
            yield from _opened(f"{name}/{member}", archive.read(member))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield from value.splitlines()
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


def _unclean(book: dict[str, object]) -> Iterator[str]:
    metadata, cells = book["metadata"], book["cells"]
    assert isinstance(metadata, dict)
    assert isinstance(cells, list)
    extra = set(metadata) - _NOTEBOOK_KEYS
    if extra:
        yield f"metadata beside ours: {', '.join(sorted(extra))}"
    for cell in cells:
        if cell.get("outputs") or cell.get("attachments"):
            yield f"cell {cell['id']} has outputs or attachments"
        extra = set(cell["metadata"]) - _CELL_KEYS | set(cell["metadata"].get("gradescent", {})) - _OURS_KEYS
        if extra:
            yield f"cell {cell['id']} has metadata beside ours: {', '.join(sorted(extra))}"
