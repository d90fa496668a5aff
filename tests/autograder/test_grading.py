"""Students' notebooks as they are: each is graded for what it has."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from autograder.course import load_assignment, load_course, notebook_path
from autograder.grading import add_up, grade, why_holes_are_missing
from autograder.records import HIDDEN_SENTENCE, Evidence, Score, Trouble
from autograder.sandbox.confine import available
from autograder.submission import parse

from ..conftest import ROOT

FULL = {"q1": 2.0, "q2": 1.0, "q3": 1.0, "q4": None}


def marks(score: Score) -> dict[str, float | None]:
    return {question.question: question.score for question in score.questions}


def cell(book: dict[str, Any], name: str) -> dict[str, Any]:
    return next(c for c in book["cells"] if c["id"] == name)


def code(source: str, name: str = "mine") -> dict[str, Any]:
    return {"cell_type": "code", "execution_count": None, "id": name, "metadata": {}, "outputs": [], "source": source}


def place(book: dict[str, Any], name: str) -> int:
    return next(i for i, c in enumerate(book["cells"]) if c["id"] == name)


def test_all_right(solved, graded):
    score = graded(solved)
    assert marks(score) == FULL
    assert (score.score, score.max_score) == (4.0, 4.0)
    assert score.trouble == ()


def test_nothing_answered_is_blocked_and_never_wrong(book, graded):
    score = graded(book)
    assert score.score == 0.0
    assert {outcome.status for outcome in score.outcomes} == {"blocked"}
    assert score.outcomes[0].message == "Not answered yet."


def test_partial_credit_by_weight(solved, graded):
    cell(solved, "q1")["source"] = "def double(x):\n    return 2 * abs(x)"
    assert marks(graded(solved))["q1"] == pytest.approx(2 / 3)


def test_the_same_notebook_gets_the_same_score(solved, graded):
    cell(solved, "q1")["source"] = "def double(x):\n    return 2 * x if x > -5 else 0"
    first, second = graded(solved), graded(solved)
    assert first.outcomes == second.outcomes
    assert first.seed == second.seed


def test_helpers_in_cells_of_their_own(solved, graded):
    cell(solved, "q1")["source"] = "def double(x):\n    return helper(x)"
    solved["cells"].insert(place(solved, "q1"), code("def helper(x):\n    return x + x"))
    assert marks(graded(solved)) == FULL


def test_a_helper_below_the_function_that_uses_it(solved, graded):
    cell(solved, "q1")["source"] = "def double(x):\n    return helper(x)"
    solved["cells"].insert(place(solved, "q1") + 1, code("def helper(x):\n    return x + x"))
    assert marks(graded(solved)) == FULL


@pytest.mark.parametrize("name", ["given", "setup", "q1-check", "q2-check", "title", "q4", "text-question-2"])
def test_deleted_cells_are_put_back(solved, graded, name):
    del solved["cells"][place(solved, name)]
    cell(solved, "q1")["source"] = "def double(x):\n    return x * FACTOR"
    assert marks(graded(solved)) == FULL


def test_all_issued_cells_but_the_answers_deleted(solved, graded):
    solved["cells"] = [c for c in solved["cells"] if c["id"] in {"helpers", "q1", "q2", "q3"}]
    assert marks(graded(solved)) == FULL


def test_an_answer_cell_deleted_costs_its_question_only(solved, graded):
    del solved["cells"][place(solved, "q3")]
    assert marks(graded(solved)) == {**FULL, "q3": 0.0}


def test_a_changed_given_cell_is_restored_and_what_was_added_to_it_kept(solved, graded):
    cell(solved, "given")["source"] += "\nimport statistics\nFACTOR = 3"
    cell(solved, "q1")["source"] = "def double(x):\n    return statistics.mean([x * FACTOR])"
    assert marks(graded(solved)) == FULL


def test_an_import_added_to_the_setup_cell_is_kept(solved, graded):
    cell(solved, "setup")["source"] += "\nimport statistics"
    cell(solved, "q1")["source"] = "def double(x):\n    return statistics.mean([2 * x])"
    assert marks(graded(solved)) == FULL


def test_an_answer_copied_below_its_stub(solved, graded, book):
    answer = cell(solved, "q1")
    solved["cells"].insert(place(solved, "q1"), {**answer, "source": cell(book, "q1")["source"], "id": "copy"})
    assert marks(graded(solved)) == FULL


def test_an_answer_above_the_stub_that_was_left_below(solved, graded, book):
    answer = cell(solved, "q1")
    solved["cells"].insert(place(solved, "q1") + 1, {**answer, "source": cell(book, "q1")["source"], "id": "copy"})
    assert marks(graded(solved)) == FULL


def test_a_second_attempt_in_a_cell_of_its_own_below_the_check_with_a_check_of_its_own(solved, graded):
    cell(solved, "q1")["source"] = "def double(x):\n    return 0"
    below = place(solved, "q1-check") + 1
    solved["cells"][below:below] = [code("def double(x):\n    return 2 * x"), code('grader.check("q1")', "again")]
    assert marks(graded(solved)) == FULL


def test_reordered_cells(solved, graded):
    solved["cells"].reverse()
    definitions = place(solved, "helpers")
    solved["cells"].insert(0, solved["cells"].pop(definitions))
    assert marks(graded(solved)) == FULL


def test_a_name_redefined_later_for_something_else(solved, graded):
    solved["cells"].append(code("double = 'a room for two'\nanswer = None\nadd_to_itself = 3"))
    assert marks(graded(solved)) == FULL


def test_a_value_changed_in_place_later(solved, graded):
    solved["cells"].append(code("globals()['answer'] = 0"))
    assert marks(graded(solved)) == FULL


def test_a_syntax_error_in_one_cell_costs_that_cell(solved, graded):
    cell(solved, "q2")["source"] = "def quadruple(x)\n    return 4 * x"
    score = graded(solved)
    assert marks(score) == {**FULL, "q2": 0.0}
    [trouble] = score.trouble
    assert trouble.line == 1
    assert "SyntaxError" in trouble.message
    [outcome] = [o for o in score.outcomes if o.question == "q2"]
    assert outcome.status == "blocked"
    assert "`quadruple` has no value: cell" in outcome.message


def test_an_error_in_a_scratch_cell_costs_nothing(solved, graded):
    solved["cells"].insert(2, code("1 / 0"))
    score = graded(solved)
    assert marks(score) == FULL
    assert score.trouble[0].message == "ZeroDivisionError: division by zero"


def test_an_error_in_the_function_is_shown_with_its_line(solved, graded):
    cell(solved, "q1")["source"] = "def double(x):\n    y = x\n    return y.twice()"
    outcome = graded(solved).outcomes[0]
    assert outcome.status == "failed"
    assert "AttributeError" in outcome.message
    assert "line 3" in outcome.message


def test_warnings_and_floods_cost_nothing(solved, graded):
    noisy = "import sys, warnings\nwarnings.warn('careful')\nprint('x' * 1_000_000)\nprint('y', file=sys.stderr)\n"
    cell(solved, "q1")["source"] = (
        noisy + "def double(x):\n    warnings.warn('again')\n    print('z' * 10_000)\n    return 2 * x"
    )
    assert marks(graded(solved)) == FULL


def test_magics_and_shell_commands(solved, graded):
    solved["cells"].insert(2, code("%matplotlib inline\n!pip install torch\n%time 1 + 1\ndouble?"))
    cell(solved, "q1")["source"] = "%%time\ndef double(x):\n    return 2 * x"
    score = graded(solved)
    assert score.trouble == ()
    assert marks(score) == FULL


def test_outputs_and_execution_counts_of_another_run(solved, graded):
    for c in solved["cells"]:
        if c["cell_type"] == "code":
            c["execution_count"] = 99
            c["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "0 of 3 checks passed"}]
    assert marks(graded(solved)) == FULL


def test_saved_by_colab(solved, graded):
    """Colab drops our cell ids, puts its own into the metadata, and adds metadata of its own."""
    for index, c in enumerate(solved["cells"]):
        del c["id"]
        c["metadata"] = {"id": f"zX{index}abc", "colab": {"base_uri": "https://localhost:8080/"}}
        c["source"] = c["source"].splitlines(keepends=True)
    solved["metadata"] = {"colab": {"provenance": []}, "kernelspec": {"name": "python3", "display_name": "Python 3"}}
    solved["nbformat_minor"] = 0
    assert marks(graded(solved)) == FULL


def test_saved_by_an_editor_that_numbers_the_cells_anew(solved, graded):
    for index, c in enumerate(solved["cells"]):
        c["id"] = f"{index:08x}"
        c["metadata"] = {"vscode": {"languageId": "python"}}
    solved["metadata"] = {}
    assert marks(graded(solved)) == FULL


def test_an_endless_loop_costs_its_cell(solved, graded):
    solved["cells"].insert(place(solved, "q2"), code("n = 0\nwhile True:\n    n += 1"))
    score = graded(solved)
    assert marks(score) == FULL
    assert "stopped after" in score.trouble[0].message


def test_an_endless_loop_that_swallows_interrupts_costs_its_cell(solved, graded):
    stubborn = "while True:\n    try:\n        while True: sum(range(1000))\n    except BaseException: pass"
    solved["cells"].insert(place(solved, "q2"), code(stubborn))
    score = graded(solved)
    assert marks(score) == FULL
    assert "did not stop" in score.trouble[0].message


def test_a_function_that_never_returns_costs_its_checks(solved, graded):
    cell(solved, "q1")["source"] = "def double(x):\n    while x < 0: pass\n    return 2 * x"
    cell(solved, "q2")["source"] = "def quadruple(x):\n    return 4 * x"
    score = graded(solved)
    assert marks(score) == {**FULL, "q1": pytest.approx(2 / 3)}
    assert "took too long" in next(o for o in score.outcomes if o.check == "doubles_any").message


@pytest.mark.parametrize(
    "end", ["import os; os._exit(0)", "import os; os.kill(os.getpid(), 9)", "exit()", "raise SystemExit"]
)
def test_a_cell_that_ends_the_process_costs_itself(solved, graded, end):
    solved["cells"].insert(place(solved, "q2"), code(end))
    score = graded(solved)
    assert marks(score) == FULL
    assert len(score.trouble) == 1


def test_a_function_that_ends_the_process_costs_its_checks(solved, graded):
    cell(solved, "q1")["source"] = "import os\ndef double(x):\n    return 2 * x if x > 0 else os._exit(1)"
    cell(solved, "q2")["source"] = "def quadruple(x):\n    return 4 * x"
    assert marks(graded(solved)) == {**FULL, "q1": pytest.approx(2 / 3)}


@pytest.fixture
def asked_often(rooms):
    """An assignment whose first question asks its function ten times more, each in a check of its own."""
    checks = "".join(
        f"""

@check("q1", doubled(x={number}.0))
def doubles_{number}(doubled):
    \"\"\"{number} is doubled.\"\"\"
    return close(number(doubled.value), {2 * number}.0)
"""
        for number in range(10, 20)
    )
    path = rooms / "assignments" / "tiny" / "checks.py"
    path.write_text(path.read_text() + checks)
    return load_assignment(load_course(rooms), "tiny")


@pytest.mark.parametrize("end", ["import os; os.abort()", "import os; os._exit(1)", "while True: pass"])
def test_a_function_that_never_answers_costs_its_own_checks_however_often_it_is_asked(
    solved, asked_often, sandbox, end
):
    cell(solved, "q1")["source"] = f"def double(x):\n    {end}"
    cell(solved, "q2")["source"] = "def quadruple(x):\n    return 4 * x"
    submission = parse(json.dumps(solved).encode(), "someone", Path("someone.ipynb"))
    score = grade(asked_often, submission, sandbox)
    assert marks(score) == {**FULL, "q1": 0.0}
    assert all(o.status == "failed" for o in score.outcomes if o.question == "q1")
    assert "not called again" in next(o for o in score.outcomes if o.check == "doubles_19").message


def test_a_cell_that_hangs_does_so_in_earnest_once(solved, graded):
    """Each process that a function ends runs the cells again, and there is no time for all of them to hang."""
    solved["cells"].insert(place(solved, "q1"), code("n = 0\nwhile True:\n    n += 1"))
    cell(solved, "q1")["source"] = "import os\ndef double(x):\n    os.abort()"
    cell(solved, "q2")["source"] = "def quadruple(x):\n    return 4 * x"
    score = graded(solved)
    assert marks(score) == {**FULL, "q1": 0.0}
    assert score.trouble[0].message == "This cell was stopped after 2 s."


@pytest.mark.parametrize("value", ["Bites()", "[Bites()]"])
def test_what_cannot_be_copied_is_an_error_like_any_other(solved, graded, value):
    bites = "class Bites(float):\n    def __float__(self):\n        raise MemoryError('no')\n"
    cell(solved, "q1")["source"] = f"import numpy\n{bites}\ndef double(x):\n    return {value}"
    cell(solved, "q2")["source"] = "def quadruple(x):\n    return 4 * x"
    assert marks(graded(solved)) == {**FULL, "q1": 0.0}


def test_what_no_checks_can_read_is_not_an_answer(solved, graded):
    cell(solved, "q3")["source"] = "answer = [answer for answer in range(200_000)]\nreason = 'b'"
    outcome = next(o for o in graded(solved).outcomes if o.check == "is_a_number")
    assert outcome.status == "failed"
    assert "parts" in outcome.message


def test_hidden_outcomes_say_one_sentence(solved, graded):
    cell(solved, "q3")["source"] = "answer = 43\nreason = 'b'"
    outcome = next(o for o in graded(solved).outcomes if o.check == "is_the_answer")
    assert outcome.status == "failed"
    assert "42" in outcome.allowed
    assert outcome.lines() == (HIDDEN_SENTENCE,)


def test_written_answers_are_kept_for_a_person(solved, graded):
    cell(solved, "q4")["source"] = "Because two is two."
    question = graded(solved).questions[-1]
    assert (question.score, question.text) == (None, "Because two is two.")


def prose(source: str, name: str = "mine") -> dict[str, Any]:
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": source}


def written(book, graded) -> str:
    return graded(book).questions[-1].text


def test_what_nobody_wrote_is_no_written_answer(book, graded):
    assert written(book, graded) == ""


@pytest.mark.parametrize("issued", ["kept", "deleted"])
@pytest.mark.parametrize("where", ["below", "above", "first of all"])
def test_a_written_answer_in_a_cell_of_its_own(book, graded, issued, where):
    cells = list(book["cells"])
    cells.insert({"below": place(book, "q4") + 1, "above": place(book, "q4"), "first of all": 0}[where], prose("Two."))
    if issued == "deleted":
        cells = [c for c in cells if c["id"] != "q4"]
    assert written({**book, "cells": cells}, graded) == "Two."


def test_a_written_answer_that_goes_on_below_and_notes_that_are_none(solved, graded):
    cell(solved, "q4")["source"] = "*Your words here.*\n\nBecause\n\n$$\n2\n$$"
    solved["cells"].insert(1, prose("A note."))
    solved["cells"] += [prose("and so on."), code("1 + 1"), prose("The end.", "end")]
    assert written(solved, graded) == "Because\n\n$$\n2\n$$\n\nand so on.\n\nThe end."


def test_a_written_answer_below_a_heading_of_ours_is_shown_without_the_heading(book, graded):
    cells = [{**c, "source": c["source"] + "\n\nTwo."} if c["id"] == "text-question-2" else c for c in book["cells"]]
    assert written({**book, "cells": cells}, graded) == "Two."


ANSWERS = [
    "Because it diverges.",
    "2",
    "-",
    "$$\n\\pm\n$$",
    "| |\n|---|---|---|---|---|---|\n| 3 |",
    "```\n0.5\n```",
    "a\n\n$$\n=\n$$\n\n---\n\nb",
]


@pytest.fixture(scope="module", params=load_course(ROOT).slugs)
def written_of(request):
    """What is taken for the written answer of a notebook of the course, and the notebook as issued; no code is run."""
    course = load_course(ROOT)
    whole = load_assignment(course, request.param)
    [question] = [question for question in whole.questions if question.written]
    text_alone = replace(whole, questions=(question,), checks=(), misconceptions=(), pictures=())

    def find(cells: list[dict[str, Any]]) -> str:
        book = json.dumps({"cells": cells, "nbformat": 4}).encode()
        found = add_up(text_alone, parse(book, "someone", Path("someone.ipynb")), Evidence({}), "", {})
        return found.questions[0].text

    return find, json.loads(notebook_path(course, request.param).read_text(encoding="utf-8"))["cells"], question.id


def test_an_untouched_notebook_of_the_course_has_no_written_answer(written_of):
    find, cells, _ = written_of
    assert find(cells) == ""
    assert find([{**cell, "id": f"new-{i}", "metadata": {}} for i, cell in enumerate(cells)]) == "", "whoever saved it"
    text = [cell for cell in cells if cell["cell_type"] == "markdown"]
    left = find([prose("\n\n".join("".join(cell["source"]) for cell in text))])
    assert not left or any(map(str.isdigit, left)), "nor do rules of tables say anything, of cells that were joined"


@pytest.mark.parametrize("answer", ANSWERS)
def test_a_written_answer_of_any_form_wherever_it_stands_is_kept(written_of, answer):
    find, cells, question = written_of
    where = next(i for i, cell in enumerate(cells) if cell["id"] == question)
    assert find([*cells[:where], {**cells[where], "source": answer}, *cells[where + 1 :]]) == answer
    assert (
        find([*cells[:where], {**cells[where], "source": f"*Your answer here.*\n\n{answer}"}, *cells[where + 1 :]])
        == answer
    )
    assert find([*cells[: where + 1], prose(answer), *cells[where + 1 :]]) == answer
    assert find([*cells[:where], prose(answer), *cells[where + 1 :]]) == answer, "in place of the cell"
    for i, cell in enumerate(cells):
        if cell["cell_type"] == "markdown":
            below = {**cell, "source": "".join(cell["source"]) + "\n\n" + answer}
            assert find([*cells[:i], below, *cells[i + 1 :]]) == answer


def test_a_cell_as_issued_has_no_number(assignment):
    stopped = [Trouble(0, 2, "NameError: x", "double = x"), Trouble(3, None, "SyntaxError: y", "quadruple = y")]
    assert why_holes_are_missing(assignment, stopped) == {
        "double": "a given cell, line 2 stopped with NameError: x",
        "quadruple": "cell 3 stopped with SyntaxError: y",
    }


def test_no_state_goes_from_one_submission_to_the_next(solved, book, graded):
    solved["cells"].append(code("import builtins, sys\nbuiltins.leftover = 1\nsys.modules['leftover'] = sys"))
    graded(solved)
    spy = code(
        "import sys, builtins\nanswer = int('leftover' in sys.modules) + int(hasattr(builtins, 'leftover'))\nreason = 'a'",
        "q3",
    )
    book = {**book, "cells": [*book["cells"], spy]}
    outcome = next(o for o in graded(book).outcomes if o.check == "is_the_answer")
    assert outcome.measured == "(0.0, 'a')"


def test_layers_are_recorded(solved, graded):
    layers = set(graded(solved).layers)
    assert layers <= {"namespaces", "landlock", "seccomp", "uid", "rlimits"}
    assert layers or all(available().values()), "there are none only where each is missing"


def test_a_setup_cell_of_an_earlier_edition_is_no_trouble(solved, graded):
    setup = cell(solved, "setup")
    setup["source"] = setup["source"].replace("Run this cell first", "Please run this cell first")
    score = graded(solved)
    assert (marks(score), score.trouble) == (FULL, ())


def test_half_of_a_surrogate_pair(solved, graded):
    cell(solved, "q1")["source"] = "def double(x):\n    raise ValueError(chr(0xd800))\n# \ud800"
    score = graded(solved)
    assert "ValueError" in score.outcomes[0].message
    assert str(score).encode()


def test_a_helper_below_its_check_and_the_name_redefined_at_the_end(solved, graded):
    cell(solved, "q1")["source"] = "def double(x):\n    return helper(x)"
    solved["cells"] += [code("def helper(x):\n    return x + x"), code("double = 'a room for two'", "room")]
    assert marks(graded(solved))["q1"] == 2.0
