"""From evidence to a misconception."""

from __future__ import annotations

import math
from typing import ClassVar

import numpy as np
import pytest

from autograder.authoring import Seen
from autograder.diagnosis import (
    Misconception,
    alike,
    diagnose,
    diagnose_checks,
    dump,
    load,
    misconception,
    same_bank,
    sketch,
)
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
    kept = {question: {"ask": value} for question, value in evidence.items()}
    return Misconception(name, f"{name}.", ("c",), kept, {question: frozenset({"ask"}) for question in evidence})


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
    found = misconception("m", "M.", ("c",), own, right)
    assert (found.evidence, found.differs) == ({"q2": {"ask": 2.0}}, {"q2": {"ask"}})


class TestTwoSlipsInOneQuestion:
    """No answer of the bank looks like both: a slip is there where the evidence is its own wherever it is not the solution's."""

    RIGHT: ClassVar = {"a1": 0.0, "a2": 0.0, "b1": 0.0, "c1": 0.0}
    KEYS: ClassVar = {"a": {"a1", "a2"}, "b": {"b1"}, "c": {"c1"}}
    HOLES: ClassVar = {"a": {"f"}, "b": {"g"}, "c": {"h"}}

    def one(self, name, *fails, **evidence):
        return misconception(name, f"{name}.", fails, {"q1": {**self.RIGHT, **evidence}}, {"q1": self.RIGHT})

    def named(self, bank, *failed, holes=HOLES, **evidence):
        own = {"q1": {**self.RIGHT, **evidence}}
        assert diagnose(bank, own, ["q1"]) == {}
        found = diagnose_checks(bank, own, "q1", set(failed), self.KEYS, holes)
        return {check: entry.name for check, entry in found.items()}

    def test_each_is_named(self):
        bank = (self.one("first", "a", a2=1.0), self.one("second", "b", b1=2.0))
        assert self.named(bank, "a", "b", a2=1.0, b1=2.0) == {"a": "first", "b": "second"}

    def test_also_where_both_fail_one_check(self):
        bank = (self.one("first", "a", a2=1.0), self.one("second", "a", "b", a1=3.0, b1=2.0))
        assert self.named(bank, "a", "b", a1=3.0, a2=1.0, b1=2.0) == {"a": "second", "b": "second"}

    def test_not_where_more_is_wrong_with_the_same_function(self):
        """ "The numbers are right" is not to be said of a function whose numbers are wrong."""
        bank = (self.one("first", "a", a2=1.0),)
        assert self.named(bank, "a", "c", a2=1.0, c1=9.0) == {"a": "first"}
        assert self.named(bank, "a", "c", a2=1.0, c1=9.0, holes={**self.HOLES, "c": {"f"}}) == {}

    def test_all_in_which_it_differs_has_to_be_alike(self):
        bank = (self.one("first", "a", a1=1.0, a2=1.0),)
        assert self.named(bank, "a", a1=5.0, a2=1.0) == {}

    def test_not_one_that_would_fail_a_check_that_passed(self):
        """Of this question or of another."""
        bank = (self.one("wide", "a", "elsewhere", a2=1.0),)
        assert self.named(bank, "a", "c", a2=1.0, c1=1.0) == {}
        assert self.named(bank, "a", "c", "elsewhere", a2=1.0, c1=1.0) == {"a": "wide"}

    def test_not_at_a_check_in_which_it_is_like_the_solution(self):
        bank = (self.one("first", "a", "b", a2=1.0),)
        assert self.named(bank, "a", "b", a2=1.0, b1=7.0) == {"a": "first"}

    def test_of_several_the_one_that_differs_in_more(self):
        bank = (self.one("narrow", "a", a2=1.0), self.one("wide", "a", "b", a2=1.0, b1=1.0))
        assert self.named(bank, "a", "b", "c", a2=1.0, b1=1.0, c1=3.0) == {"a": "wide", "b": "wide"}

    def test_a_bank_that_was_asked_something_else_names_nothing(self):
        other = {"q1": {"other": 1.0}}
        bank = (misconception("old", "Old.", ("a",), other, {"q1": {"other": 0.0}}),)
        assert self.named(bank, "a", a1=1.0) == {}


def test_the_bank_survives_its_file(tmp_path):
    right = {"q1": {"ask": 1.0, "same": 3.0}}
    other = {"q1": {"ask": 1.0, "same": 4.0}}
    odd = misconception("odd", "“Ünicode”.", (), {"q1": {"ask": [None, "nan", {"a": True}], "same": 3.0}}, right)
    bank = (odd, misconception("other", "O.", ("c",), other, right))
    path = tmp_path / "bank.json"
    path.write_text(dump(bank), encoding="utf-8")
    assert load(path) == bank
    assert same_bank(load(path), bank)
    assert not same_bank(bank, bank[:1])
    assert not same_bank(bank, (misconception("odd", "“Ünicode”.", (), other, right), bank[1]))
    path.write_text(dump(bank).replace('"format": 2', '"format": 1'), encoding="utf-8")
    assert load(path) == ()
    assert load(tmp_path / "none.json") == ()


def test_a_students_own_slip_is_named(solved, graded):
    """Not the bank's code, but the same evidence."""
    next(c for c in solved["cells"] if c["id"] == "q1")["source"] = "def double(x):\n    return (x * x) ** 0.5 * 2"
    score = graded(solved)
    [outcome] = [o for o in score.outcomes if o.status == "failed"]
    assert outcome.diagnosis == "Loses the sign."
    assert "Loses the sign." in outcome.lines()
    assert not any(o.diagnosis for o in score.outcomes if o.status == "passed")
