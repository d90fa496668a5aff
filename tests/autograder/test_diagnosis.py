"""From evidence to a misconception."""

from __future__ import annotations

import math

import numpy as np
import pytest

from autograder.authoring import Seen
from autograder.diagnosis import Misconception, alike, diagnose, dump, load, misconception, same_bank, sketch
from autograder.plain import Array, Opaque


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        (True, True),
        (3, 3.0),
        (1 / 3, 0.333333),
        (math.nan, "nan"),
        (-math.inf, "-inf"),
        ("x" * 200, "x" * 80),
        (Opaque("function"), "<function>"),
        (Array(np.array([[1.0, 2.0]]), "torch"), [[1.0, 2.0]]),
        ({"a": (1, 2)}, {"a": [1.0, 2.0]}),
    ],
)
def test_sketches(value, expected):
    assert sketch(Seen({}, value)) == expected


def test_a_long_list_is_known_by_its_length_and_both_ends():
    first = sketch(Seen({}, list(range(1000))))
    assert len(first) <= 20
    assert first[0] == 1000.0
    assert first[-1] == 999.0
    assert not alike(first, sketch(Seen({}, list(range(999)))))
    assert not alike(first, sketch(Seen({}, [*range(999), 0])))


def test_errors_are_alike_by_their_type():
    raised = [sketch(Seen({}, status="raised", detail=text)) for text in ("KeyError: 1", "KeyError: 2", "TypeError: 1")]
    assert raised[0] == raised[1] != raised[2]


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        (1.0, 1.0001, True),
        (1.0, 1.01, False),
        ("nan", "nan", True),
        ([1.0], 1.0, False),
        ({"a": 1.0}, {"b": 1.0}, False),
    ],
)
def test_alike_up_to_rounding(a, b, same):
    assert alike(a, b) is same


def entry(name: str, **evidence: float) -> Misconception:
    return Misconception(name, f"{name}.", ("c",), {question: {"ask": value} for question, value in evidence.items()})


def test_the_misconception_that_looks_like_it():
    bank = (entry("first", q1=1.0), entry("second", q1=2.0))
    assert diagnose(bank, {"q1": {"ask": 2.0}}, ["q1"])["q1"].name == "second"
    assert diagnose(bank, {"q1": {"ask": 3.0}}, ["q1"]) == {}
    assert diagnose(bank, {"q2": {"ask": 1.0}}, ["q2"]) == {}


def test_of_look_alikes_the_one_that_explains_more():
    bank = (entry("narrow", q1=1.0), entry("other", q1=1.0, q2=5.0), entry("wide", q1=1.0, q2=2.0))
    own = {"q1": {"ask": 1.0}, "q2": {"ask": 2.0}}
    assert {question: found.name for question, found in diagnose(bank, own, own).items()} == {
        "q1": "wide",
        "q2": "wide",
    }


def test_a_misconception_is_kept_where_it_differs_from_the_solution():
    own = {"q1": {"ask": 1.0}, "q2": {"ask": 2.0}}
    right = {"q1": {"ask": 1.0}, "q2": {"ask": 3.0}}
    assert misconception("m", "M.", ("c",), own, right).evidence == {"q2": {"ask": 2.0}}


def test_the_bank_survives_its_file(tmp_path):
    bank = (entry("first", q1=1.0), Misconception("odd", "“Ünicode”.", (), {"q1": {"ask": [None, "nan", {"a": True}]}}))
    path = tmp_path / "bank.json"
    path.write_text(dump(bank), encoding="utf-8")
    assert load(path) == bank
    assert same_bank(load(path), bank)
    assert not same_bank(bank, bank[:1])
    assert not same_bank(bank, (entry("first", q1=1.1), bank[1]))
    assert load(tmp_path / "none.json") == ()


def test_a_students_own_slip_is_named(solved, graded):
    """Not the bank's code, but the same evidence."""
    next(c for c in solved["cells"] if c["id"] == "q1")["source"] = "def double(x):\n    return (x * x) ** 0.5 * 2"
    score = graded(solved)
    [outcome] = [o for o in score.outcomes if o.status == "failed"]
    assert outcome.diagnosis == "Loses the sign."
    assert "Loses the sign." in outcome.lines()
    assert not any(o.diagnosis for o in score.outcomes if o.status == "passed")
