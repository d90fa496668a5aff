"""The commands about results, as users call them."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys

import pytest

from autograder import cli
from autograder.notebook import text
from autograder.report import pdf
from autograder.results import read
from autograder.sandbox.session import Sandbox

from ...conftest import ROOT, spoil


@pytest.fixture(scope="module", autouse=True)
def without_torch():
    """The tiny course needs none, and loading it takes seconds."""
    before = Sandbox.__init__.__defaults__
    Sandbox.__init__.__defaults__ = ((),)
    yield
    Sandbox.__init__.__defaults__ = before


def run(*words: object) -> int:
    return cli.main([str(word) for word in words])


@pytest.fixture(scope="module")
def graded(tiny, tmp_path_factory):
    """A class of the tiny course, graded once."""
    folder = tmp_path_factory.mktemp("graded")
    course = ("--course", tiny.root)
    run(*course, "demo", "--students", 6, "--out", folder / "class")
    assert run(*course, "grade", folder / "class", "--out", folder / "run", "--quiet") == 0
    return folder


@pytest.fixture
def results(graded, tmp_path):
    """The results, to be changed."""
    shutil.copytree(graded / "run", tmp_path / "run")
    return tmp_path / "run"


@pytest.fixture
def course(rooms):
    return "--course", rooms


def table(folder):
    with (folder / "scores.csv").open(newline="") as file:
        return {row["submission"]: row for row in csv.DictReader(file)}


def test_grading_writes_the_report_and_says_where(course, solved, tmp_path, capsys):
    (tmp_path / "a.ipynb").write_text(text(solved))
    assert run(*course, "grade", tmp_path / "a.ipynb", "--out", tmp_path / "out", "--language", "he") == 0
    shown = "".join(capsys.readouterr().out.split())
    page = tmp_path / "out" / "report" / "index.html"
    assert f"report:{page}" in shown
    assert 'lang="he"' in page.read_text(encoding="utf-8")


def test_the_report_comes_from_the_results_alone(course, results, graded, capsys):
    before = (results / "report" / "index.html").read_bytes()
    shutil.rmtree(results / "report")
    assert run(*course, "report", results) == 0
    assert capsys.readouterr().out.strip() == str(results / "report" / "index.html")
    assert (results / "report" / "index.html").read_bytes() == before


def test_a_language_without_a_catalogue(course, results, capsys):
    assert run(*course, "report", results, "--language", "tlh") == 1
    assert "no catalogue of 'tlh'; there are: en, he" in capsys.readouterr().err


def test_an_override_is_kept_shown_and_taken_back(course, results, graded, capsys):
    name = next(iter(table(results)))
    assert run(*course, "override", results, name, "q1", 0.25, "--reason", "A word with them.") == 0
    assert table(results)[name]["q1"] == "0.25"
    assert "A word with them." in "".join(p.read_text() for p in (results / "report" / "students").iterdir())
    assert run(*course, "grade", graded / "class", "--out", results, "--quiet") == 0
    assert table(results)[name]["q1"] == "0.25", "a regrade keeps it"
    assert read(results)[0].questions[0].reason == "", "what the checks found is kept as it was found"
    assert run(*course, "diff", graded / "run", results) == 0
    assert "A word with them." in " ".join(capsys.readouterr().out.replace("│", " ").split())
    assert run(*course, "override", results, name, "q1", "--withdraw") == 0
    assert (results / "scores.csv").read_bytes() == (graded / "run" / "scores.csv").read_bytes()
    assert run(*course, "diff", graded / "run", results) == 0
    assert "nothing changed" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("nobody", "q1", 1, "--reason", "x"), "no submission 'nobody'"),
        (("ada-001", "q1", 1), "needs POINTS and --reason"),
        (("ada-001", "q1", 9, "--reason", "x"), "0 to 2 points"),
        (("ada-001", "q1", "--withdraw"), "no mark was given"),
    ],
)
def test_an_override_that_cannot_be(course, results, capsys, words, says):
    assert run(*course, "override", results, *words) == 1
    assert says in capsys.readouterr().err


def test_a_mark_of_a_submission_that_was_renamed_is_said_and_can_be_taken_back(
    course, results, graded, tmp_path, capsys
):
    name = next(iter(table(results)))
    assert run(*course, "override", results, name, "q1", 0.25, "--reason", "x") == 0
    shutil.copytree(graded / "class", tmp_path / "class")
    (tmp_path / "class" / f"{name}.ipynb").rename(tmp_path / "class" / "renamed.ipynb")
    capsys.readouterr()
    said = f"1 marks in marks.csv match nothing that was graded here: {name} / tiny / q1."
    assert run(*course, "grade", tmp_path / "class", "--out", results, "--quiet") == 0
    assert said in capsys.readouterr().err
    assert run(*course, "report", results) == 0
    assert said in capsys.readouterr().err
    assert run(*course, "export", results, "--to", "canvas", "--out", tmp_path / "x") == 0
    assert said in capsys.readouterr().err
    assert run(*course, "override", results, name, "q1", "--withdraw") == 0
    assert "match nothing" not in capsys.readouterr().err


def test_results_that_a_stopped_regrade_has_not_reached_are_said(course, results, tmp_path, capsys):
    (results / "journal.jsonl").write_bytes(b"")  # as a kill leaves it
    assert run(*course, "report", results) == 0
    assert f"a run in {results} has not ended" in capsys.readouterr().err
    assert run(*course, "export", results, "--to", "canvas", "--out", tmp_path / "x") == 0
    assert "--resume" in capsys.readouterr().err


def test_a_mark_above_a_questions_new_points_locks_nothing(course, rooms, results, graded, capsys):
    """Nothing is written without it, and the remedies work."""
    first, second = list(table(results))[:2]
    for name in (first, second):
        assert run(*course, "override", results, name, "q1", 2, "--reason", "x") == 0
    spoil(rooms / "assignments/course.toml", 'title = "Double a number"\npoints = 2', 'title = "Double"\npoints = 1')
    before = (results / "scores.csv").read_bytes()
    assert run(*course, "grade", graded / "class", "--out", results, "--quiet") == 1
    assert f"q1 of {first!r} has 0 to 1 points, not 2" in capsys.readouterr().err
    assert (results / "scores.csv").read_bytes() == before
    assert run(*course, "override", results, first, "q1", "--withdraw") == 0
    assert run(*course, "override", results, second, "q1", 1, "--reason", "x") == 0
    assert run(*course, "grade", graded / "class", "--out", results, "--quiet") == 0
    assert table(results)[second]["q1"] == "1"


def test_written_answers_out_and_in(course, results, tmp_path, capsys):
    path = tmp_path / "sheet.csv"
    assert run(*course, "marks", results, "--sheet", path) == 0
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["question"] for row in rows} == {"q4"}
    assert rows[0]["rubric"] == "2 points for any reason."
    rows[0].update(score="2", reason="A reason.")
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    assert run(*course, "marks", results, "--take", path) == 0
    assert "1 marks taken" in capsys.readouterr().out
    row = table(results)[rows[0]["submission"]]
    assert (row["q4"], row["max_score"]) == ("2", "6")


def test_lateness(course, rooms, results, graded, tmp_path, capsys):
    name = max(table(results), key=lambda name: float(table(results)[name]["score"]))
    times = tmp_path / "times.csv"
    times.write_text(f"submission,submitted\n{name},2026-12-01T01:00:00+02:00\nnobody,2026-12-01T01:00:00+02:00\n")
    assert run(*course, "times", results, times) == 1
    assert "when it is due" in capsys.readouterr().err
    toml = rooms / "assignments/course.toml"
    spoil(toml, 'slug = "tiny"\n', 'slug = "tiny"\ndue = 2026-11-30T23:59:00+02:00\n')
    spoil(toml, "[limits]", "[late]\nper_day = 0.25\n\n[limits]")
    before = float(table(results)[name]["score"])
    assert run(*course, "times", results, times) == 0
    assert "1 times in times.csv match no submission here: nobody" in capsys.readouterr().err
    assert float(table(results)[name]["score"]) == pytest.approx(0.75 * before)
    times.write_text("submission,submitted\nnobody,2026-12-01T01:00:00+02:00\n")
    assert run(*course, "times", results, times) == 1
    assert "no row is of a submission in these results (nobody)" in capsys.readouterr().err
    assert float(table(results)[name]["score"]) == pytest.approx(0.75 * before)
    assert run(*course, "override", results, name, "q1", 0.25, "--reason", "By hand.") == 0
    capsys.readouterr()
    assert run(*course, "grade", graded / "class", "--out", results) == 0
    shown = " ".join(capsys.readouterr().out.replace("│", " ").split())
    assert f"{name} {round(float(table(results)[name]['score']), 2):g} / 4" in shown, "the table shows what counts"
    assert run(*course, "times", results, tmp_path / "none.csv") == 1
    assert "none.csv does not exist" in capsys.readouterr().err


def test_explain(course, results, solved, tmp_path, capsys):
    name = next(iter(table(results)))
    assert run(*course, "explain", name, "q1", "--results", results) == 0
    assert "q1 · Double a number" in capsys.readouterr().out
    assert run(*course, "explain", name, "--results", results, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert [question["question"] for question in told["questions"]] == ["q1", "q2", "q3", "q4"]
    (tmp_path / "new.ipynb").write_text(text(solved))
    assert run(*course, "explain", tmp_path / "new.ipynb", "q2", "--language", "he") == 0
    assert "1 מתוך 1" in capsys.readouterr().out
    for words, says in ((("zoe",), "no submission 'zoe'"), ((name, "q9"), "no question q9; there are: q1")):
        assert run(*course, "explain", *words, "--results", results) == 1
        assert says in capsys.readouterr().err
    assert run(*course, "explain", "zoe") == 1
    assert "--results DIR" in capsys.readouterr().err


@pytest.mark.parametrize("words", [("explain", "zoë", "--results", "out"), ("grade", "zoë.ipynb", "--out", "out")])
def test_a_terminal_that_knows_ascii_alone(course, solved, tmp_path, words):
    (tmp_path / "zoë.ipynb").write_text(text(solved))
    assert run(*course, "grade", tmp_path / "zoë.ipynb", "--out", tmp_path / "out", "--quiet") == 0
    command = [sys.executable, "-m", "autograder", *map(str, course), *words]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONPATH": str(ROOT), "GRADESCENT_LANGUAGE": "he"}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    assert "zo?" in done.stdout or "q1" in done.stdout
    if words[0] == "explain":  # what programs read has to be whole
        done = subprocess.run([*command, "--json"], cwd=tmp_path, env=environment, capture_output=True, text=True)
        assert json.loads(done.stdout)["submission"] == "zoë"


def test_explain_says_why_a_notebook_is_refused(course, tmp_path, capsys):
    (tmp_path / "broken.ipynb").write_text("no notebook")
    for words in ((), ("q1",), ("--json",)):
        assert run(*course, "explain", tmp_path / "broken.ipynb", *words) == 1
        shown = capsys.readouterr()
        assert "it is not JSON" in shown.out
        assert "no question" not in shown.err


def test_explain_without_the_isolation_that_the_course_asks_for(course, rooms, solved, tmp_path, capsys):
    (tmp_path / "a.ipynb").write_text(text(solved))
    spoil(rooms / "assignments/course.toml", "[limits]", '[isolation]\nrequire = ["carbonite"]\n\n[limits]')
    assert run(*course, "explain", tmp_path / "a.ipynb") == 1
    assert "no carbonite" in capsys.readouterr().err
    assert run(*course, "explain", tmp_path / "a.ipynb", "--weaker-isolation") == 0
    assert "q1 · Double a number" in capsys.readouterr().out


def test_a_cell_as_issued_is_called_so_wherever_it_stopped(course, rooms, solved, tmp_path, capsys):
    spoil(rooms / "assignments/course.toml", "total_seconds = 20", "total_seconds = 0.2")
    slow = {**solved["cells"][1], "id": "slow", "source": "import time\ntime.sleep(0.3)"}
    (tmp_path / "a.ipynb").write_text(text({**solved, "cells": [slow, *solved["cells"]]}))
    assert run(*course, "explain", tmp_path / "a.ipynb") == 0
    assert "A given cell: Not run: the notebook had used its 0.2 s." in capsys.readouterr().out
    assert run(*course, "grade", tmp_path / "a.ipynb", "--out", tmp_path / "out", "--quiet") == 0
    [page] = (tmp_path / "out/report/students").iterdir()
    assert "<h3>A given cell</h3>" in page.read_text()
    assert "<h3>Cell 0" not in page.read_text()


def test_what_cannot_be_written_is_said_in_a_line(course, results, tmp_path, capsys):
    assert run(*course, "marks", results, "--sheet", tmp_path / "none" / "sheet.csv") == 1
    assert capsys.readouterr().err.endswith("none/sheet.csv: No such file or directory\n")
    (results / "scores.csv").unlink()
    (results / "scores.csv").mkdir()  # a folder that may not be written is no obstacle to root
    assert run(*course, "report", results) == 1
    assert capsys.readouterr().err.startswith(f"gradescent: {results / 'scores.csv'}: ")


def test_diff_as_json(course, results, graded, capsys):
    run(*course, "override", results, "ada-001", "q2", 0.5, "--reason", "x")
    capsys.readouterr()
    assert run(*course, "diff", graded / "run", results, "--json") == 0
    [change] = json.loads(capsys.readouterr().out)
    assert change["submission"] == "ada-001"


def test_export(course, results, tmp_path, capsys):
    assert run(*course, "export", results, "--to", "canvas", "--out", tmp_path / "x", "--column", "tiny=Lab 1") == 0
    shown = capsys.readouterr()
    assert "canvas.csv" in shown.out
    assert "6 written answers are not marked yet" in shown.err
    assert "Lab 1" in (tmp_path / "x" / "canvas.csv").read_text()
    assert run(*course, "export", results, "--to", "canvas", "--out", tmp_path / "x", "--column", "large=Lab 1") == 1
    assert "say SLUG=NAME" in capsys.readouterr().err


def test_an_export_says_whom_the_roster_does_not_know(course, results, tmp_path, capsys):
    (tmp_path / "roster.csv").write_text("submission,id\nnobody,7\n")
    assert (
        run(*course, "export", results, "--to", "moodle", "--out", tmp_path, "--roster", tmp_path / "roster.csv") == 0
    )
    said = capsys.readouterr().err
    assert "not in the roster" in said
    assert "no submission is called so: nobody" in said


def test_a_question_is_dropped_for_everybody_by_its_points(course, rooms, graded, results, tmp_path, capsys):
    def possible() -> str:
        with (tmp_path / "x" / "canvas.csv").open(newline="") as file:
            return next(csv.DictReader(file))["Doubling"]

    to_canvas = (*course, "export", results, "--to", "canvas", "--out", tmp_path / "x")
    assert run(*to_canvas) == 0
    assert possible() == "6"
    with_q1 = table(results)
    spoil(rooms / "assignments" / "course.toml", 'number"\npoints = 2', 'number"\npoints = 0')
    assert run(*to_canvas) == 1
    assert "q1 2, now 0): grade again" in capsys.readouterr().err
    assert run(*course, "grade", graded / "class", "--out", results, "--quiet") == 0
    assert run(*to_canvas) == 0
    assert possible() == "4"
    without = {name: pytest.approx(float(row["score"]) - float(row["q1"])) for name, row in with_q1.items()}
    assert {name: float(row["score"]) for name, row in table(results).items()} == without


@pytest.mark.parametrize("command", ["report", "marks --sheet x", "export --to canvas --out x"])
def test_a_folder_without_results(course, tmp_path, capsys, command):
    name, *rest = command.split()
    assert run(*course, name, tmp_path, *rest) == 1
    assert "it should be the --out of a `gradescent grade`" in capsys.readouterr().err


def test_translate(course, rooms, capsys):
    assert run(*course, "translate", "he", "tiny", "--check") == 1
    assert "run: gradescent translate he" in capsys.readouterr().err
    assert run(*course, "translate", "he", "tiny") == 0
    assert run(*course, "translate", "he", "--check") == 0, "what is begun is kept up to date"
    assert (rooms / "solutions/tiny/locale/he.mo").exists()


def test_no_browser_is_said_clearly(course, results, monkeypatch, capsys):
    monkeypatch.setattr(pdf.shutil, "which", lambda name: None)
    assert run(*course, "report", results, "--pdf", "ada-001") == 1
    assert "no Chromium here to print with" in capsys.readouterr().err


@pytest.mark.skipif(not any(map(shutil.which, pdf.BROWSERS)), reason="no Chromium here")
def test_a_students_page_as_pdf(course, results, capsys):
    assert run(*course, "report", results, "--pdf", "ada-001") == 0
    [path] = (results / "report" / "pdf").iterdir()
    assert path.read_bytes().startswith(b"%PDF-")
    assert str(path) in capsys.readouterr().out
    assert run(*course, "report", results, "--pdf", "nobody") == 1
    assert "not in these results: nobody" in capsys.readouterr().err
