"""The files of a batch, and its table."""

from __future__ import annotations

import csv
import errno
import io
import json
import threading
from dataclasses import replace

import pytest
from rich.console import Console

from autograder.errors import CourseError
from autograder.records import Drawing, Outcome, Question, QuestionScore, Score, SubmittedCell, Trouble
from autograder.results import alone, as_json, from_json, read, replacing, show, stream, went_wrong, write

QUESTIONS = {
    "tiny": (Question("q1", "One", 2.0), Question("q2", "Two", 1.0), Question("q3", "Three", 2.0, written=True))
}


def outcome(question: str, credit: float = 1.0, **fields: object) -> Outcome:
    status = "passed" if credit == 1.0 else "failed"
    return Outcome("check", question, "It is.", **{"status": status, "weight": 1.0, "credit": credit, **fields})


def score(name: str, first: float = 2.0, **fields: object) -> Score:
    questions = (
        QuestionScore("q1", first, 2.0, (outcome("q1", first / 2, message="It is not."),)),
        QuestionScore("q2", 1.0, 1.0, (outcome("q2"),)),
        QuestionScore("q3", None, 2.0, text="Because."),
    )
    return Score(name, "tiny", "graded", questions=questions, **fields)


def table(path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def test_a_row_a_submission(tmp_path):
    refused = Score("bob", "", "empty", "bob.ipynb is empty: save it again.")
    scores, full = write([score("alice", 2 / 3), refused], QUESTIONS, tmp_path / "out")
    assert table(scores) == [
        {
            "submission": "alice",
            "assignment": "tiny",
            "score": "1.666667",
            "max_score": "3",
            "status": "graded",
            "q1": "0.666667",
            "q2": "1",
            "q3": "",
        },
        {
            "submission": "bob",
            "assignment": "",
            "score": "",
            "max_score": "",
            "status": "empty",
            "q1": "",
            "q2": "",
            "q3": "",
        },
    ]
    first, second = (json.loads(line) for line in full.read_text().splitlines())
    assert first["score"] == pytest.approx(5 / 3, abs=1e-6)
    assert first["questions"][0]["outcomes"][0]["message"] == "It is not."
    assert first["questions"][2]["text"] == "Because."
    assert second["note"].startswith("bob.ipynb is empty")


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)"])
def test_a_name_is_never_a_formula(tmp_path, name):
    scores, _ = write([score(name)], QUESTIONS, tmp_path)
    assert table(scores)[0]["submission"] == "'" + name


def test_odd_names(tmp_path):
    names = ['a,"b', "two\nlines", "Ωmega", "<b>"]
    scores, _ = write([score(name) for name in names], QUESTIONS, tmp_path)
    assert [row["submission"] for row in table(scores)] == names


def test_there_is_never_half_a_file(tmp_path):
    write([score("alice")], QUESTIONS, tmp_path)
    before = (tmp_path / "scores.csv").read_text()

    class Broken(Score):
        @property
        def score(self) -> float:
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write([score("alice"), Broken("b", "tiny", "graded", questions=score("b").questions)], QUESTIONS, tmp_path)
    assert (tmp_path / "scores.csv").read_text() == before
    assert sorted(file.name for file in tmp_path.iterdir()) == ["results.jsonl", "scores.csv"]


def test_a_file_that_cannot_be_written_is_named(tmp_path):
    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")  # as a write says it, without a name

    with pytest.raises(OSError, match="No space left") as refused, replacing(tmp_path / "marks.csv") as temporary:
        full(temporary)
    assert refused.value.filename == str(tmp_path / "marks.csv")
    with pytest.raises(FileNotFoundError) as refused, replacing(tmp_path / "none" / "marks.csv") as temporary:
        temporary.write_text("x")
    assert refused.value.filename == str(tmp_path / "none" / "marks.csv")
    with pytest.raises(FileNotFoundError) as refused, replacing(tmp_path / "marks.csv"):
        (tmp_path / "other").read_text()
    assert refused.value.filename == str(tmp_path / "other")


def test_two_who_write_one_file_at_once(tmp_path):
    with replacing(tmp_path / "a") as first, replacing(tmp_path / "a") as second:
        first.write_text("first")
        second.write_text("second")
    assert [path.read_text() for path in tmp_path.iterdir()] == ["first"]


def test_one_at_a_time(tmp_path):
    """Also where the file that is held was replaced meanwhile, and where there is none yet."""
    with alone(tmp_path):
        write([score("alice")], QUESTIONS, tmp_path)
    went: list[str] = []

    def second(name: str) -> None:
        with alone(tmp_path):
            went.append(name)

    threads = [threading.Thread(target=second, args=[name]) for name in ("b", "c")]
    with alone(tmp_path):
        threads[0].start()
        threads[0].join(0.1)
        went.append("a")
        write([score("bob")], QUESTIONS, tmp_path)
        with alone(tmp_path):  # whoever comes now finds the new file, and b may not pass them
            threads[1].start()
            for thread in threads:
                thread.join(0.1)
            went.append("a")
    for thread in threads:
        thread.join()
    assert went[:2] == ["a", "a"]
    assert sorted(went[2:]) == ["b", "c"]


def test_what_went_wrong():
    assert went_wrong(score("a")) == ""
    assert went_wrong(score("a", 1.0)) == "q1: It is not. (check)"
    named = QuestionScore("q1", 0.0, 2.0, (outcome("q1", 0.0, message="No.", diagnosis="Goes uphill."),))
    assert went_wrong(Score("a", "tiny", "graded", questions=(named,))) == "q1: Goes uphill."
    both = Score("a", "tiny", "graded", questions=(named, QuestionScore("q2", 0.0, 1.0, named.outcomes)))
    assert went_wrong(both) == "q1, q2: Goes uphill."
    late = replace(full(), why_penalty="handed in at noon: 10% off")
    assert went_wrong(late) == "q1: Adds two.\nq1: 1 by hand: r\nhanded in at noon: 10% off"
    empty = [
        QuestionScore(q, 0.0, 1.0, (outcome(q, 0.0, status="blocked", message="Not answered yet: write f"),))
        for q in ("q1", "q2")
    ]
    assert went_wrong(Score("a", "tiny", "graded", questions=tuple(empty))) == "not answered: q1, q2"


def test_the_table_shows_text_and_not_markup():
    out = io.StringIO()
    refused = Score("[red]bob", "", "empty", "It is [bold]empty[/bold].")
    show([score("alice", 1.0), refused], Console(file=out, width=100, force_terminal=False))
    assert "[red]bob" in out.getvalue()
    assert "[bold]empty[/bold]" in out.getvalue()
    assert "2 / 3" in out.getvalue()


def full() -> Score:
    """A score with something in every field."""
    questions = (
        QuestionScore(
            "q1", 1.0, 2.0, (outcome("q1", 0.5, measured="5", diagnosis="Adds two."),), reason="r", found=0.5
        ),
        QuestionScore("q3", None, 2.0, text="Because."),
    )
    return Score(
        "alice",
        "tiny",
        "graded",
        questions=questions,
        trouble=(Trouble(3, 1, "NameError", "x"),),
        layers=("landlock",),
        seed="tiny/1",
        versions={"python": "3"},
        cells=(SubmittedCell(2, "code", "x = 1", "q1"),),
        drawings=(Drawing("walked", "q1", ([1.0, None],)),),
        penalty=0.5,
        why_penalty="late",
    )


def test_a_score_comes_back_as_it_was():
    assert from_json(json.loads(json.dumps(as_json(full())))) == full()


def test_results_of_another_version_are_read():
    assert from_json({"submission": "a", "assignment": "t", "status": "graded", "mood": "good"}) == Score(
        "a", "t", "graded"
    )


def test_a_run_is_read_again(tmp_path):
    write([score("alice"), full()], QUESTIONS, tmp_path)
    assert read(tmp_path) == [score("alice"), full()]


def test_results_that_are_none(tmp_path):
    with pytest.raises(CourseError, match="no results in"):
        read(tmp_path)
    write([score("alice")], QUESTIONS, tmp_path)
    with (tmp_path / "results.jsonl").open("a") as file:
        file.write('{"submission": ')
    with pytest.raises(CourseError, match="line 2 is damaged"):
        read(tmp_path)


@pytest.mark.parametrize("end", ["\u2028", "\u2029", "\x85", "\x0b", "\x1c", "\r"])
def test_what_some_take_for_the_end_of_a_line_is_none(tmp_path, end):
    """They are in what is pasted from web pages; one took the whole class its report."""
    cells = (SubmittedCell(1, "code", f"# pasted{end}from a page"),)
    found = [score("alice", cells=cells), score("bob")]
    write(found, QUESTIONS, tmp_path)
    assert read(tmp_path) == found
    assert list(stream(tmp_path)) == found
