"""From text to notebook."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest

from autograder.errors import CourseError
from autograder.notebook import notebook, text

from ..conftest import spoil

ROOT = Path(__file__).parents[2]


def test_the_built_notebook_is_committed(tiny, book):
    assert (tiny.root / "assignments/tiny/tiny.ipynb").read_text() == text(book)


def test_it_is_a_valid_notebook(book):
    nbformat.validate(nbformat.from_dict(book))
    assert book["nbformat_minor"] == 5


def test_roles_names_and_holes(book):
    ours = [cell["metadata"]["gradescent"] for cell in book["cells"]]
    assert [(cell["name"], cell["role"]) for cell in ours] == [
        ("title", "prose"),
        ("setup", "setup"),
        ("given", "given"),
        ("text-question-1", "prose"),
        ("q1", "answer"),
        ("q1-check", "check"),
        ("text-question-2", "prose"),
        ("q2", "answer"),
        ("q2-check", "check"),
        ("q3", "answer"),
        ("q3-check", "check"),
        ("q4", "written"),
    ]
    assert ours[9]["holes"] == ["answer", "reason"]


def test_ids_come_from_names_and_so_stay_when_cells_are_added(tiny, rooms, book):
    spoil(
        rooms / "assignments/tiny/tiny.py",
        "# %% [markdown]\n# ## Question 2",
        "# %% [markdown]\n# ## More\n\n# %% [markdown]\n# ## Question 2",
    )
    longer = notebook(replace(tiny, root=rooms), "tiny")
    assert [cell["id"] for cell in longer["cells"] if cell["id"] != "text-more"] == [
        cell["id"] for cell in book["cells"]
    ]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('# %% name="given"', "# %%", "give this cell a name"),
        ('# %% question="q3"', '# %% question="q9"', "'q9', which course.toml does not have"),
        ('# %% question="q3"', '# %% qestion="q3"', "a cell is marked qestion; there are name, question and shows"),
        ("answer = ...", "answer = (", "tiny.py, cell q3, line"),
        ('name="given"', 'name="title"', "two cells are called 'title'"),
        ('name="given"', 'name="g i v"', "no name for a cell"),
        ('# %% [markdown] question="q4"', '# %% [markdown] name="q4"', "no cell for q4"),
        ("# ## Question 1", "# ??", "give this cell a name"),
    ],
)
def test_faults_of_authors_are_named(tiny, rooms, old, new, words):
    spoil(rooms / "assignments/tiny/tiny.py", old, new)
    with pytest.raises(CourseError, match=words):
        notebook(replace(tiny, root=rooms), "tiny")


def test_the_text_is_stable(book):
    assert text(json.loads(text(book))) == text(book)
