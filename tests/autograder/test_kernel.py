"""`grader` in the student's own notebook."""

from __future__ import annotations

import json
import warnings

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
    assert "<code dir='ltr'>double(3.0)</code>" in page
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


def test_an_error_that_is_in_no_line_of_the_students_is_not_called_theirs_and_gets_no_hint(folder):
    text = repr(check(folder, {"double": lambda: 6.0}))
    assert "Your code, or what it gave, does not fit: TypeError" in text
    assert "Add the number to itself." not in text


def test_an_answer_that_leaves_the_interpreter_does_not(folder):
    assert "SystemExit: 3" in repr(check(folder, {"double": lambda x: raise_exit(3)}))


def raise_exit(status):
    raise SystemExit(status)


ASKED = """
from autograder import check, equal, probe

@probe
def summed(total, numbers):
    return total(numbers)

@probe
def both(total, other):
    return [total, other]

@check("q1", summed(numbers=[1, 2, 3]))
def sums(seen):
    \"\"\"The sum.\"\"\"
    return equal(seen.value, 6)

@check("q2", both())
def two(seen):
    \"\"\"Two names.\"\"\"
    return equal(seen.value, [1, 2])
"""


def test_what_one_answer_does_to_its_inputs_is_not_what_the_next_one_gets(folder):
    (folder / "checks.py").write_text(ASKED)
    names: dict[str, object] = {"total": lambda numbers: sum(numbers.pop() for _ in range(3)) + 1}
    grader = Grader(folder, names)
    assert not grader.check("q1").passed
    names["total"] = sum
    assert grader.check("q1").passed


def test_a_warning_in_a_check_is_not_the_students_to_read(folder):
    noisy = ASKED.replace(
        "    return equal(seen.value, 6)",
        '    import warnings\n    warnings.warn("ours")\n    return equal(seen.value, 6)',
    )
    (folder / "checks.py").write_text(noisy)
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        assert check(folder, {"total": sum}).passed
    assert heard == []


def test_of_several_names_it_says_which_has_no_value(folder):
    (folder / "checks.py").write_text(ASKED)
    assert "Not answered yet: no value for `other`" in repr(check(folder, {"total": 1}, "q2"))
    assert "Not answered yet." in repr(check(folder, {}, "q2"))


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
    assert cards._repr_html_().count("border-inline-start") == 3


def test_names_are_those_of_the_caller(folder):
    names = {"__name__": "notebook"}
    exec(
        "from autograder.kernel import Grader\ndef double(x): return 2 * x\n"
        f"card = Grader({str(folder)!r}).check('q1')",
        names,
    )
    assert names["card"].passed


def test_the_card_has_the_picture(folder):
    page = check(folder, {"double": lambda x: 2 * x})._repr_html_()
    assert "src='data:image/svg+xml;base64," in page
    assert "Your <code dir='ltr'>double</code> from 0 to 4." in page


@pytest.mark.parametrize("double", [lambda x: "<b>", lambda x: 1 / 0], ids=["text", "raises"])
def test_a_picture_that_cannot_be_drawn_is_left_out(folder, double):
    page = check(folder, {"double": double})._repr_html_()
    assert "<img" not in page
    assert "<b>'" not in page
    assert "Traceback" not in page


@pytest.mark.parametrize("double", [lambda x: float("nan"), lambda x: 1e300 * x], ids=["nan", "huge"])
def test_a_picture_of_numbers_that_no_axis_has_is_drawn_without_an_error(folder, double):
    page = check(folder, {"double": double})._repr_html_()
    assert "<img" in page
    assert "Traceback" not in page


def test_a_fault_of_a_check_shows_no_error_of_ours(folder):
    path = folder / "checks.py"
    path.write_text(
        path.read_text().replace("return close(number(doubled.value, ", "return close(undefined(doubled.value, ")
    )
    card = check(folder, {"double": lambda x: 2 * x})
    assert "that is not your fault" in repr(card)
    assert "NameError" not in repr(card) + card._repr_html_()


def test_the_card_speaks_the_language_that_is_asked_for(folder, monkeypatch):
    names = {"double": lambda x: x + 2}
    assert "נמדד: 5" in repr(Grader(folder, names, "he").check("q1"))
    assert "dir='rtl' lang='he'" in Grader(folder, names, "he").check("q1")._repr_html_()
    (folder / "language").write_text("he\n")
    assert "1 בדיקות עברו" in repr(check(folder, names)).replace("0 מתוך 1", "1")
    monkeypatch.setenv("GRADESCENT_LANGUAGE", "en")
    assert "measured: 5" in repr(check(folder, names))
