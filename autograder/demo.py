"""A class to try things on: notebooks as students hand them in, made from the bank of answers and a seed."""

from __future__ import annotations

import random
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from autograder.bank import Answers, load_bank, weave
from autograder.course import Course, load_assignment
from autograder.notebook import text
from autograder.records import Assignment
from autograder.validate import fresh_notebook

_NAMES = [
    "Ada",
    "Alan",
    "Amir",
    "Ana",
    "Anil",
    "Aylin",
    "Bao",
    "Chen",
    "Chiara",
    "Dana",
    "David",
    "Diego",
    "Elif",
    "Emma",
    "Farah",
    "Finn",
    "Grace",
    "Hana",
    "Hiro",
    "Ines",
    "Ivan",
    "Jonas",
    "Kofi",
    "Lea",
    "Li",
    "Lucas",
    "Maya",
    "Mei",
    "Mina",
    "Nadia",
    "Noam",
    "Noor",
    "Omar",
    "Priya",
    "Ravi",
    "Rosa",
    "Sara",
    "Shira",
    "Sofia",
    "Tomas",
    "Uri",
    "Vera",
    "Wei",
    "Yael",
    "Yusuf",
    "Zoe",
]


def write_class(course: Course, slug: str, students: int, seed: int, folder: Path) -> list[Path]:
    """Writes a class's notebooks for one assignment.

    About a quarter is all right, a sixth unfinished, and the rest has one to three of the known wrong answers; some have helper
    cells of their own, deleted or copied cells, or a scratch cell that stops.

    Args:
        course: where the rooms are.
        slug: the assignment.
        students: how many.
        seed: the same seed gives the same class, byte for byte.
        folder: made where it is missing.

    Returns:
        The notebooks' paths, in the order of their names.
    """
    assignment = load_assignment(course, slug)
    book = fresh_notebook(course, slug)
    bank = load_bank(course, assignment)
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in range(students):
        draw = random.Random(f"{seed}/{slug}/{number}")
        woven = weave(book, assignment.cells, _answers(assignment, bank, draw))
        name = f"{_NAMES[number % len(_NAMES)].lower()}-{number + 1:03d}"
        path = folder / f"{name}.ipynb"
        path.write_text(text(_lived_in(woven, draw)), encoding="utf-8")
        for file in assignment.files:
            handed_in = course.root / "solutions" / slug / file
            if handed_in.exists():
                shutil.copyfile(handed_in, folder / f"{name}.{file}")
        paths.append(path)
    return sorted(paths)


def _answers(assignment: Assignment, bank: tuple[Answers, ...], draw: random.Random) -> Answers:
    """One student's answers."""
    solution = bank[0]
    base = draw.choice([answers for answers in bank if answers.kind != "wrong"])
    definitions = dict(base.definitions)
    preamble = base.preamble
    fate = draw.random()
    if fate > 0.25:
        for wrong in draw.sample([a for a in bank if a.kind == "wrong"], k=draw.choice([1, 1, 2, 3])):
            definitions.update(_own(wrong, solution))
            preamble = f"{preamble}\n{wrong.preamble}"
    if fate > 0.83:
        questions = [question for question in assignment.questions if question.holes]
        for question in questions[draw.randrange(1, len(questions)) :]:
            for hole in question.holes:
                definitions.pop(hole, None)
    unique = dict.fromkeys(preamble.splitlines()) if preamble.count("\ndef ") == 0 else preamble.splitlines()
    return replace(base, definitions=definitions, preamble="\n".join(unique).strip())


def _own(answers: Answers, solution: Answers) -> Mapping[str, str]:
    """What of the answers is not the solution's."""
    return {hole: text for hole, text in answers.definitions.items() if solution.definitions[hole] != text}


def _lived_in(woven: Mapping[str, Any], draw: random.Random) -> dict[str, Any]:
    """The notebook with what students leave in theirs."""
    cells: list[dict[str, Any]] = [dict(cell) for cell in woven["cells"]]
    if draw.random() < 0.3:
        cells.insert(draw.randrange(2, len(cells)), _scratch("print('trying something')", "scratch"))
    if draw.random() < 0.2:
        cells.insert(draw.randrange(2, len(cells)), _scratch("undefined_name + 1", "oops"))
    if draw.random() < 0.2:
        copied = draw.choice([cell for cell in cells if cell["cell_type"] == "code"])
        cells.insert(cells.index(copied) + 1, {**copied, "id": "copy"})
    if draw.random() < 0.2:
        cells.remove(draw.choice([cell for cell in cells if cell["cell_type"] == "markdown"]))
    return {**woven, "cells": cells}


def _scratch(source: str, name: str) -> dict[str, Any]:
    return {"cell_type": "code", "execution_count": 7, "id": name, "metadata": {}, "outputs": [], "source": source}
