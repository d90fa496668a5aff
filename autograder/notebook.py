"""The notebook from its text: `<slug>.py` in jupytext's percent format → `<slug>.ipynb`, byte for byte the same each time."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from autograder.course import Course, bound_names
from autograder.errors import CourseError
from autograder.program import checked_in

FORMAT = 1
# The id of the cell that answers' imports and helpers are woven into; no issued cell may have it.
HELPERS = "helpers"
# What jupytext itself notes of a cell, that is how its text was laid out.
_LAYOUT = {"cell_marker", "lines_to_next_cell", "lines_to_end_of_cell_marker"}

_SETUP = """\
# Run this cell first: it loads the checks that came with this notebook.
import os
import sys

if not os.path.isdir("grader") and "google.colab" in sys.modules:
    import zipfile
    from google.colab import files

    print("Choose student.zip, the file that this notebook came in.")
    zipfile.ZipFile(next(iter(files.upload()))).extractall()
sys.path.insert(0, os.path.abspath("grader"))
from autograder.kernel import Grader

grader = Grader("grader/{slug}")"""


def source_path(course: Course, slug: str) -> str:
    """The text that the notebook is built from, for messages."""
    return f"assignments/{slug}/{slug}.py"


def notebook(course: Course, slug: str) -> dict[str, Any]:
    """The notebook as issued, as nbformat 4.5 JSON.

    Raises:
        CourseError: the text is missing, a name is taken twice, a question is unknown, or a cell is not Python.
    """
    path = course.root / source_path(course, slug)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise CourseError(f"{path} does not exist; the notebook is built from it") from None
    questions = {question.id: question for question in course.questions(slug)}
    import jupytext

    parsed = jupytext.reads(text, fmt="py:percent")
    cells: list[dict[str, Any]] = []
    for raw in parsed.cells:
        cell = _cell(raw, questions.keys(), slug)
        cells.append(cell)
        if len(cells) == 1:
            cells.append(_issued(code_cell("setup", _SETUP.format(slug=slug), {}), {"name": "setup", "role": "setup"}))
    _names_are_unique(cells, path.name)
    checked = {cell["metadata"]["gradescent"].get("question") for cell in cells}
    for question in questions.values():
        if question.id not in checked:
            raise CourseError(f"{path.name} has no cell for {question.id}, which course.toml lists")
    return {
        "cells": cells,
        "metadata": {
            "gradescent": {"assignment": slug, "format": FORMAT},
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def text(book: Mapping[str, Any]) -> str:
    """A notebook as it is written to a file."""
    return json.dumps(book, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _cell(raw: Mapping[str, Any], questions: Any, slug: str) -> dict[str, Any]:
    source: str = raw["source"]
    metadata: Mapping[str, Any] = raw["metadata"]
    strange = metadata.keys() - {"name", "question", "shows"} - _LAYOUT
    if strange:
        raise CourseError(
            f"{slug}.py: a cell is marked {', '.join(sorted(strange))}; there are name, question and shows:\n{source[:200]}"
        )
    question: str | None = metadata.get("question")
    name: str | None = metadata.get("name")
    ours: dict[str, Any]
    if raw["cell_type"] == "markdown":
        role = "written" if question else "prose"
        ours = {"name": name or question or _heading(source), "role": role}
    elif checks := checked_in(source):
        question = checks[0]
        ours = {"name": name or f"{question}-check", "role": "check"}
    elif question:
        ours = {
            "name": name or question,
            "role": "answer",
            "holes": list(_bound(source, f"{slug}.py, cell {question}")),
        }
    else:
        if not name:
            raise CourseError(f'{slug}.py: give this cell a name (`# %% name="plot"`):\n{source[:200]}')
        _bound(source, f"{slug}.py, cell {name}")
        ours = {"name": name, "role": "given", **({"shows": True} if metadata.get("shows") else {})}
    if question:
        if question not in questions:
            raise CourseError(f"{slug}.py: a cell is of question {question!r}, which course.toml does not have")
        ours["question"] = question
    if not re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", ours["name"]):
        raise CourseError(f"{slug}.py: {ours['name']!r} is no name for a cell: letters, digits, - and _, at most 64")
    if raw["cell_type"] == "markdown":
        return _issued({"cell_type": "markdown", "id": ours["name"], "metadata": {}, "source": source}, ours)
    return _issued(code_cell(ours["name"], source, {}), ours)


def _issued(cell: dict[str, Any], ours: Mapping[str, Any]) -> dict[str, Any]:
    keep = {} if ours["role"] in {"prose", "given"} else {"deletable": False}
    return {**cell, "metadata": {**keep, "gradescent": dict(ours)}}


def _bound(source: str, where: str) -> tuple[str, ...]:
    plain_python = "\n".join("" if line.startswith(("%", "!")) else line for line in source.splitlines())
    try:
        return bound_names(plain_python)
    except SyntaxError as error:
        raise CourseError(f"{where}, line {error.lineno}: {error.msg}") from None


def _heading(source: str) -> str:
    first = next((line for line in source.splitlines() if line.strip()), "")
    words = re.sub(r"[^a-z0-9]+", "-", first.lower()).strip("-")
    if not words:
        raise CourseError(f'give this cell a name (`# %% [markdown] name="why"`):\n{source[:200]}')
    return f"text-{words}"[:64].rstrip("-")


def _names_are_unique(cells: list[dict[str, Any]], where: str) -> None:
    seen = {HELPERS}
    for cell in cells:
        if cell["id"] in seen:
            raise CourseError(f"{where}: two cells are called {cell['id']!r}; give one of them a name of its own")
        seen.add(cell["id"])


def statements(book: Mapping[str, Any]) -> Iterator[ast.stmt]:
    """The top-level statements of a notebook's code cells; what is not Python is passed over."""
    for cell in book.get("cells", ()):
        if cell.get("cell_type") == "code":
            try:
                yield from ast.parse("".join(cell["source"])).body
            except SyntaxError:
                continue


def code_cell(name: str, source: str, metadata: Mapping[str, Any]) -> dict[str, Any]:
    """A code cell without outputs."""
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": name,
        "metadata": dict(metadata),
        "outputs": [],
        "source": source,
    }
