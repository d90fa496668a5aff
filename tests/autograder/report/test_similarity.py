"""Fingerprints: who wrote nearly the same."""

from __future__ import annotations

import random

import pytest

from autograder.report.similarity import (
    COMMON_AT_LEAST,
    GRAM,
    WINDOW,
    SameFile,
    fingerprints,
    pairs,
    same_files,
    tokens,
)

SIGNS = ["+", "-", "*", "/", "**", "%", "@", "&", "|", "^", "<", ">", "==", "!="]


def program(seed: int, lines: int = 40) -> str:
    draw = random.Random(seed)
    body = (
        f"    x{i} = a {draw.choice(SIGNS)} b {draw.choice(SIGNS)} ({draw.choice(SIGNS[:2])}c {draw.choice(SIGNS)} 2)"
        for i in range(lines)
    )
    return "def f(a, b, c):\n" + "\n".join(body) + "\n    return a\n"


def test_a_copy_is_found_whatever_it_is_called():
    original = program(1)
    copy = "# all my own work\n" + original.replace("x", "value_").replace("def f", "def g").replace(" = ", "  =  ")
    [pair] = pairs({"a": original, "b": copy, **{f"s{i}": program(i) for i in range(2, 30)}})
    assert {pair.a, pair.b} == {"a", "b"}
    assert pair.share == 1.0
    assert 20 in pair.lines_a
    assert 21 in pair.lines_b


def test_different_programs_are_no_pair():
    assert pairs({f"s{i}": program(i) for i in range(40)}) == ()


def test_what_was_given_does_not_count():
    given = program(1)
    assert pairs({"a": given, "b": given}, [given]) == ()


def test_what_many_have_does_not_count():
    shared = program(1)
    names = [f"s{i}" for i in range(COMMON_AT_LEAST + 1)]
    assert pairs(dict.fromkeys(names, shared)) == ()
    assert len(pairs(dict.fromkeys(names[:-1], shared))) == COMMON_AT_LEAST * (COMMON_AT_LEAST - 1) // 2


def test_a_part_that_was_copied_is_shown_by_its_lines():
    a = program(1, 60)
    b = "\n".join([*a.splitlines()[:50], *program(2, 4).splitlines()[1:]])
    [pair] = pairs({"a": a, "b": b, "c": program(3)})
    assert pair.lines_b <= set(range(1, 53))
    assert max(pair.lines_a) <= 52


def test_a_match_of_enough_tokens_is_never_missed():
    """The guarantee of winnowing: GRAM + WINDOW - 1 tokens in common are one fingerprint in common."""
    draw = random.Random(0)
    for _ in range(50):
        middle = " ".join(draw.choice(SIGNS) for _ in range(GRAM + WINDOW - 1))
        a, b = (" ".join(draw.choice(SIGNS) for _ in range(40)) for _ in range(2))
        assert fingerprints(f"{a} {middle} {b}").keys() & fingerprints(f"{b} {middle} {a}").keys()


@pytest.mark.parametrize(
    "text", ["", "def (", "'''", '"""' * 1001, "'\\" * 5000, "x" * 10000, "\x00é\ud800", "#" * 10**5]
)
def test_any_text_has_tokens(text):
    tokens(text)
    fingerprints(text)


def test_a_class_of_a_thousand_goes_through_the_index():
    sources = {f"s{i:04d}": program(i, 20) for i in range(1000)}
    sources["copy"] = sources["s0500"]
    [pair] = pairs(sources)
    assert (pair.a, pair.b) == ("s0500", "copy")


def test_files_that_several_have():
    assert same_files({"a": {"runs": "1"}, "b": {"runs": "2", "more": "1"}, "c": {}}) == ()
    handed_in = {"a": {"runs": "1", "more": "9"}, "b": {"runs": "1"}, "c": {"more": "9"}, "d": {"runs": "1"}}
    assert same_files(handed_in) == (SameFile("runs", ("a", "b", "d")), SameFile("more", ("a", "c")))
