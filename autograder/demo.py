"""A class to try things on: notebooks as students hand them in, made from the bank of answers and a seed."""

from __future__ import annotations

import ast
import random
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from autograder.bank import Answers, load_bank, weave
from autograder.bank.validate import fresh_notebook
from autograder.course import Course, load_assignment
from autograder.notebook import text
from autograder.records import Assignment

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

    About a quarter is all right, a sixth unfinished, and the rest has one to three of the known wrong answers, of which, as in
    a real class, a few are met often and most seldom. Some have helper cells of their own, deleted or copied cells, or a scratch
    cell that stops; everybody writes in a hand of their own, but for the few who hand in what a neighbour wrote.

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
    wrong = [answers for answers in bank if answers.kind == "wrong"]
    random.Random(f"{seed}/{slug}").shuffle(wrong)
    right = [answers for answers in bank if answers.kind != "wrong"]
    paths = []
    written: list[Answers] = []
    for number in range(students):
        draw = random.Random(f"{seed}/{slug}/{number}")
        if written and draw.random() < _COPIED:
            written.append(_retyped(draw.choice(written[-_NEIGHBOURS:]), draw))
        else:
            written.append(_in_a_hand(_answers(assignment, right, wrong, draw), draw))
        woven = weave(book, assignment.cells, written[-1])
        name = f"{_NAMES[number % len(_NAMES)].lower()}-{number + 1:03d}"
        path = folder / f"{name}.ipynb"
        path.write_text(text(_lived_in(woven, draw)), encoding="utf-8")
        for file in assignment.files:
            handed_in = course.root / "solutions" / slug / file
            if handed_in.exists():
                shutil.copyfile(handed_in, folder / f"{name}.{file}")
        paths.append(path)
    return sorted(paths)


_COPIED = 0.04
_NEIGHBOURS = 12


def _answers(
    assignment: Assignment, right: Sequence[Answers], wrong: Sequence[Answers], draw: random.Random
) -> Answers:
    """One student's answers; the wrong ones that stand first are drawn most often."""
    solution = right[0]
    base = draw.choice(right)
    definitions = dict(base.definitions)
    preamble = base.preamble
    fate = draw.random()
    if fate > 0.25:
        often = [1 / (place + 1) for place in range(len(wrong))]  # Zipf's law
        for slip in dict.fromkeys(draw.choices(range(len(wrong)), often, k=draw.choice([1, 1, 2, 3]))):
            definitions.update(_own(wrong[slip], solution))
            preamble = f"{preamble}\n{wrong[slip].preamble}"
    if fate > 0.83:
        questions = [question for question in assignment.questions if question.holes]
        for question in questions[draw.randrange(1, len(questions)) :]:
            for hole in question.holes:
                definitions.pop(hole, None)
    unique = dict.fromkeys(preamble.splitlines()) if preamble.count("\ndef ") == 0 else preamble.splitlines()
    return replace(base, definitions=definitions, preamble="\n".join(unique).strip())


def _in_a_hand(answers: Answers, draw: random.Random) -> Answers:
    """The same answers as another person would write them down: the same steps, with lines of their own between them."""
    return replace(answers, definitions={hole: _rewritten(text, draw) for hole, text in answers.definitions.items()})


def _rewritten(source: str, draw: random.Random) -> str:
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            documented = int(ast.get_docstring(node) is not None)
            rest = [line for statement in node.body[documented:] for line in (*_thoughts(node, draw), statement)]
            node.body = [*node.body[:documented], *rest]
    ast.fix_missing_locations(tree)
    return ast.unparse(tree)


def _thoughts(function: ast.FunctionDef, draw: random.Random) -> Iterator[ast.stmt]:
    """Lines that change nothing, such as are left over from trying."""
    names = [argument.arg for argument in function.args.args] or ["None"]
    for _ in range(draw.choice([0, 1, 1, 2])):
        a, b, n = draw.choice(names), draw.choice(names), draw.randrange(2, 9)
        lines = (
            f"assert {a} is not ...",
            f"seen = [{n}, {n + 1}]",
            f"debug = {{'{a}': str({a})[:{n}], 'n': {n}}}",
            f"if {n} < {draw.randrange(2)}:\n    print({a}, {b})",
            f"tried = ({n} * {n}) ** 2 - {n}",
            f"for unused in range({n}):\n    pass",
            f"keep = lambda value: [value, {n}]",
            f"note = 'try {n}' + '{a}' * 2",
        )
        yield from ast.parse(draw.choice(lines)).body


def _retyped(answers: Answers, draw: random.Random) -> Answers:
    """A neighbour's answers with a remark of one's own and other blanks."""
    remark = draw.choice(["my own work", "took me a while", "works!", "see the lecture"])
    definitions = {
        hole: f"# {remark}\n{text}" if draw.random() < 0.5 else text for hole, text in answers.definitions.items()
    }
    return replace(answers, definitions=definitions)


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
