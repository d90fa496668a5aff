"""Small changes of the solution."""

from __future__ import annotations

import ast

import pytest

from autograder.bank import load_bank
from autograder.bank.mutants import mutants


def changes(source: str) -> set[str]:
    from autograder.bank import Answers

    return {mutant.name for mutant in mutants(Answers("s", "solution", definitions={"f": source}))}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("def f(a):\n    return a + b", {"f: a + b -> a - b"}),
        ("def f(a):\n    return a ** 2", {"f: a ** 2 -> a * 2", "f: 2 -> 3", "f: 2 -> 1"}),
        ("def f(a):\n    return -a", {"f: -a -> a"}),
        ("def f(a):\n    return a < b", {"f: a < b -> a <= b"}),
        ("def f(a):\n    return g(a, b)", {"f: g(a, b) -> g(b, a)"}),
        ("def f(a):\n    g(a)", {"f: g(a) -> pass"}),
        ("def f(a):\n    a -= b", {"f: a -= b -> a += b", "f: a -= b -> pass"}),
        (
            "def f(a):\n    return not a and True",
            {"f: not a and True -> not a or True", "f: not a -> a", "f: True -> False"},
        ),
        ("def f(a):\n    return 0.5", {"f: 0.5 -> 0.55"}),
        ("def f(a):\n    return max(a, b)", set()),
        ("def f(a):\n    return zip(a, b, strict=True)", {"f: zip(a, b, strict=True) -> zip(b, a, strict=True)"}),
        ("def f(a):\n    '''2 + 3'''\n    return a", set()),
        ("def f(a: int = B) -> 'C':\n    return a", set()),
    ],
)
def test_operators(source, expected):
    assert changes(source) == expected


def test_the_same_change_twice_has_two_names():
    assert changes("f = a + b, a + b") == {"f: a + b -> a - b", "f: a + b -> a - b #2"}


def test_every_mutant_is_python_and_another_program(tiny, assignment):
    solution = load_bank(tiny, assignment)[0]
    made = list(mutants(solution))
    assert len(made) >= 2
    assert len({mutant.name for mutant in made}) == len(made)
    for mutant in made:
        for text in (*mutant.answers.definitions.values(), mutant.answers.preamble):
            ast.parse(text)
        assert (mutant.answers.definitions, mutant.answers.preamble) != (solution.definitions, solution.preamble)
