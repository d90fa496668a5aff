"""`grader` in the student's own notebook."""

from __future__ import annotations

import json

import pytest

from autograder.kernel import Grader


@pytest.fixture
def folder(tiny, tmp_path):
    (tmp_path / "checks.py").write_text((tiny.root / "assignments/tiny/checks.py").read_text())
    (tmp_path / "questions.json").write_text(json.dumps({q.id: q.title for q in tiny.questions("tiny")}))
    return tmp_path


def check(folder, names, question="q1"):
    return Grader(folder, names).check(question)


def test_a_right_answer(folder):
    card = check(folder, {"double": lambda x: 2 * x})
    assert card.passed
    assert repr(card) == "q1 · Double a number: 1 of 1 checks passed\n  ✓ `double(3.0)` is 6."


def test_a_wrong_answer_says_what_was_measured_and_folds_the_hint(folder):
    card = check(folder, {"double": lambda x: x + 2})
    assert not card.passed
    assert "measured: 5" in repr(card)
    page = card._repr_html_()
    assert "<code>double(3.0)</code>" in page
    assert "<summary>hint</summary>Add the number to itself." in page


def test_nothing_answered_yet_is_said_once(folder):
    def double(x):
        raise NotImplementedError("write double")

    assert repr(check(folder, {})).endswith("0 of 1 checks passed\n  … Not answered yet.")
    assert "Not answered yet: write double" in repr(check(folder, {"double": double}))
    assert "Not answered yet." in repr(check(folder, {"double": ...}))


def test_an_error_names_the_students_line(folder):
    names: dict[str, object] = {}
    exec(compile("def double(x):\n    y = x\n    return y.twice()\n", "<cell>", "exec"), names)
    text = repr(check(folder, names))
    assert "AttributeError: 'float' object has no attribute 'twice' (in `double`, line 3" in text


def test_what_the_student_returns_is_escaped(folder):
    page = check(folder, {"double": lambda x: "<script>alert(1)</script>"})._repr_html_()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_values_too_large(folder):
    assert "No answer" in repr(check(folder, {"double": lambda x: [0] * 10**6}))


def test_a_question_that_does_not_exist(folder):
    assert "There is no question 'q9'; there are q1, q2, q3, q4." in repr(check(folder, {}, "q9"))


def test_a_question_without_public_checks(folder):
    assert "nothing to check here" in repr(check(folder, {}, "q4"))


def test_all_questions_at_once(folder):
    cards = Grader(folder, {"double": lambda x: 2 * x}).check_all()
    assert [card.question for card in cards.cards] == ["q1", "q2", "q3"]
    assert "q3" in repr(cards)
    assert cards._repr_html_().count("border-left") == 3


def test_names_are_those_of_the_caller(folder):
    names = {"__name__": "notebook"}
    exec(
        "from autograder.kernel import Grader\ndef double(x): return 2 * x\n"
        f"card = Grader({str(folder)!r}).check('q1')",
        names,
    )
    assert names["card"].passed
