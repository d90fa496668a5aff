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
    return Misconception(name, f"{name}.", ("c",), ("c",), kept)


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
    keys = {"c": ("q2", ["ask"]), "d": ("q1", ["ask"])}
    found = misconception("m", "M.", ("d", "c"), own, right, keys)
    assert (found.evidence, found.shows) == ({"q2": {"ask": 2.0}}, ("c",))


class TestTwoSlipsInOneQuestion:
    """No answer of the bank looks like both, so each failed check is held to the bank by itself."""

    KEYS: ClassVar = {"a": ["a1", "a2"], "b": ["b1"], "c": ["c1"]}

    def one(self, name, fails, *, shows=None, **evidence):
        right = {"a1": 0.0, "a2": 0.0, "b1": 0.0, "c1": 0.0}
        return Misconception(name, f"{name}.", fails, fails if shows is None else shows, {"q1": {**right, **evidence}})

    def named(self, bank, own, failed):
        found = diagnose_checks(bank, {"q1": own}, "q1", set(failed), self.KEYS)
        return {check: entry.name for check, entry in found.items()}

    def test_each_is_named(self):
        bank = (self.one("first", ("a",), a2=1.0), self.one("second", ("b",), b1=2.0))
        own = {"a1": 0.0, "a2": 1.0, "b1": 2.0, "c1": 0.0}
        assert diagnose(bank, {"q1": own}, ["q1"]) == {}
        assert self.named(bank, own, ["a", "b"]) == {"a": "first", "b": "second"}

    def test_all_that_a_check_asks_has_to_be_alike(self):
        own = {"a1": 5.0, "a2": 1.0, "b1": 0.0, "c1": 0.0}
        assert self.named((self.one("first", ("a",), a2=1.0),), own, ["a"]) == {}

    def test_not_one_that_would_fail_a_check_that_passed(self):
        bank = (self.one("wide", ("a", "b"), a2=1.0, b1=1.0, shows=("a",)),)
        own = {"a1": 0.0, "a2": 1.0, "b1": 0.0, "c1": 0.0}
        assert self.named(bank, own, ["a"]) == {}

    def test_not_one_that_would_fail_a_check_of_another_question(self):
        bank = (self.one("far", ("a", "elsewhere"), a2=1.0, shows=("a",)),)
        own = {"a1": 0.0, "a2": 1.0, "b1": 0.0, "c1": 0.0}
        assert self.named(bank, own, ["a"]) == {}
        assert self.named(bank, own, ["a", "elsewhere"]) == {"a": "far"}

    def test_not_by_what_looks_like_the_solution(self):
        bank = (self.one("elsewhere", ("a",), c1=1.0, shows=()),)
        own = {"a1": 0.0, "a2": 0.0, "b1": 0.0, "c1": 0.0}
        assert self.named(bank, own, ["a"]) == {}

    def test_of_several_the_one_that_explains_more(self):
        bank = (self.one("narrow", ("a",), a2=1.0), self.one("wide", ("a", "b"), a2=1.0, b1=1.0))
        own = {"a1": 0.0, "a2": 1.0, "b1": 1.0, "c1": 3.0}
        assert self.named(bank, own, ["a", "b", "c"]) == {"a": "wide", "b": "wide"}

    def test_a_bank_that_was_asked_something_else_names_nothing(self):
        bank = (Misconception("old", "Old.", ("a",), ("a",), {"q1": {"other": 1.0}}),)
        assert self.named(bank, {"a1": 1.0, "a2": 1.0}, ["a"]) == {}


def test_the_bank_survives_its_file(tmp_path):
    bank = (
        entry("first", q1=1.0),
        Misconception("odd", "“Ünicode”.", (), (), {"q1": {"ask": [None, "nan", {"a": True}]}}),
    )
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
