"""Scores in the forms of others: read back by what reads them, with the totals of scores.csv to the last digit."""

from __future__ import annotations

import csv
import json
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from autograder.errors import CourseError
from autograder.plain import printable
from autograder.records import HIDDEN_SENTENCE, QuestionScore, Score
from autograder.report.exports import FORMS, Export, export, read_roster
from autograder.results import as_mark, read, write, write_table
from autograder.results.marks import Mark, override, settle

from .classes import SECRET, a_class, student

DUE = datetime(2026, 11, 30, 22, tzinfo=UTC)


@pytest.fixture(scope="module")
def course(tiny):
    return replace(tiny, plan={"tiny": {**tiny.plan["tiny"], "due": DUE}}, late={"per_day": 0.07})


@pytest.fixture(scope="module")
def run(course, tmp_path_factory):
    """A run with thirds, a mark of a person's, someone late and someone who could not be graded."""
    folder = tmp_path_factory.mktemp("run")
    third = student(3, name="third")
    third = replace(
        third, questions=(QuestionScore("q1", 0.666667, 2.0, third.questions[0].outcomes), *third.questions[1:])
    )
    scores = [*a_class(9), third]
    override(folder, scores, Mark("student-0001", "tiny", "q4", 1.5, "Good."))
    override(folder, scores, Mark("student-0002", "tiny", "q3", 0.5, "Half."))
    late = (DUE + timedelta(hours=30)).isoformat()
    (folder / "times.csv").write_text(f"submission,submitted\nthird,{late}\nstudent-0003,{DUE.isoformat()}\n")
    questions = {"tiny": course.questions("tiny")}
    write(scores, questions, folder)
    write_table(settle(course, scores, folder), questions, folder)
    return folder


@pytest.fixture(scope="module")
def totals(run):
    """What scores.csv says: the total of each who was graded."""
    with (run / "scores.csv").open(newline="") as file:
        return {row["submission"]: row["score"] for row in csv.DictReader(file) if row["status"] == "graded"}


@pytest.fixture
def what(course, run):
    return Export(course, settle(course, read(run), run), run)


def rows(path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_thirds_and_lateness_are_in_the_totals(totals):
    assert totals["third"] == as_mark(1.666667 - 0.233333)
    assert totals["student-0001"].endswith(".5")


def test_canvas(what, tmp_path, totals):
    [path] = export("canvas", what, tmp_path)
    table = rows(path)
    assert list(table[0])[:5] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
    assert table[0]["Student"].strip() == "Points Possible"
    assert table[0]["Doubling"] == "6"
    assert {row["SIS Login ID"]: row["Doubling"] for row in table[1:] if row["Doubling"]} == totals
    assert len(table) == 1 + len(what.scores), "who was not graded is there, with no points"


def test_moodle(what, tmp_path, totals):
    [path] = export("moodle", what, tmp_path)
    table = rows(path)
    assert {row["Username"]: row["Doubling"] for row in table if row["Doubling"]} == totals
    [third] = [row for row in table if row["Username"] == "third"]
    assert "14% off" in third["Doubling (feedback)"]


def test_blackboard(what, tmp_path, totals):
    [path] = export("blackboard", what, tmp_path)
    assert path.read_text().startswith('"Last Name","First Name","Username","Doubling [Total Pts: 6 Score]"')
    assert {r["Username"]: r["Doubling [Total Pts: 6 Score]"] for r in rows(path) if list(r.values())[3]} == totals


def test_a_column_that_is_there_already_and_a_roster(what, tmp_path):
    (tmp_path / "roster.csv").write_text(
        "submission,login,first_name,last_name,email,id\nthird,t3,Tea,Third,t@x.org,7\n"
    )
    known = replace(what, roster=read_roster(tmp_path / "roster.csv"), columns={"tiny": "Doubling (4711)"})
    [path] = export("canvas", known, tmp_path)
    [third] = [row for row in rows(path) if row["SIS Login ID"] == "t3"]
    assert (third["Student"], third["ID"]) == ("Third, Tea", "7")
    assert "Doubling (4711)" in third
    (tmp_path / "roster.csv").write_text("name\nthird\n")
    with pytest.raises(CourseError, match="no column `submission`"):
        read_roster(tmp_path / "roster.csv")


def test_gradescope(what, tmp_path, totals):
    paths = export("gradescope", what, tmp_path)
    found = {}
    for path in paths:
        body = json.loads(path.read_text(encoding="utf-8"))
        assert set(body) == {"score", "execution_time", "output", "output_format", "visibility", "extra_data", "tests"}
        assert isinstance(body["execution_time"], int)
        penalty = body["extra_data"]["penalty"]
        assert round(sum(test["score"] for test in body["tests"]) - penalty, 6) == body["score"]
        for test in body["tests"]:
            assert 0 <= test["score"] <= test["max_score"]
            assert test["visibility"] == "visible"
        assert SECRET not in path.read_text(encoding="utf-8")
        found[body["extra_data"]["submission"]] = as_mark(body["score"])
    assert {name.lstrip("'"): mark for name, mark in totals.items()} == found
    assert any(HIDDEN_SENTENCE in path.read_text(encoding="utf-8") for path in paths)


@pytest.mark.filterwarnings("ignore")  # of otter's own imports
def test_otter(what, tmp_path, totals):
    import pandas as pd
    from otter.grade.utils import POINTS_POSSIBLE_LABEL, merge_csv

    [path] = export("otter", what, tmp_path)
    frame = pd.read_csv(path, dtype=str)
    assert list(frame.columns)[-4:] == ["file", "percent_correct", "total_points_earned", "grading_status"]
    assert frame.iloc[0]["file"] == POINTS_POSSIBLE_LABEL
    done = frame[frame["grading_status"] == "Completed"]
    assert {row["file"].removesuffix(".ipynb"): row["total_points_earned"] for _, row in done.iterrows()} == totals
    assert len(merge_csv([pd.read_csv(path)])) == len(frame), "otter's own reader takes it"


@pytest.mark.door
@pytest.mark.filterwarnings("ignore")  # of the gradebook's database
def test_nbgrader(what, tmp_path, totals, monkeypatch):
    import os
    import sys
    from pathlib import Path

    for _ in range(2):  # a gradebook that is there already is gone on with
        [path] = export("nbgrader", what, tmp_path)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{path}") as gradebook:
        assert gradebook.find_assignment("tiny").max_score == 6
        found = {}
        for submission in gradebook.assignment_submissions("tiny"):
            name = submission.student.id
            found[name] = as_mark(round(submission.score - submission.late_submission_penalty, 6))
        assert {name.lstrip("'"): mark for name, mark in totals.items()} == found
        marked = {g.name: g for g in gradebook.find_submission("tiny", "student-0002").notebooks[0].grades}
        assert (marked["q3-check"].auto_score, marked["q3-check"].manual_score) == (0.0, 0.5)
        assert marked["q4"].needs_manual_grade
        assert gradebook.find_submission("tiny", "third").timestamp == datetime(2026, 12, 2, 4)


def test_no_such_form(what, tmp_path):
    with pytest.raises(CourseError, match="there are: canvas, moodle, blackboard"):
        export("paper", what, tmp_path)


@pytest.mark.parametrize("form", FORMS)
def test_a_course_that_changed_after_the_grading(what, tmp_path, form):
    entry = what.course.plan["tiny"]
    first, *others = entry["questions"]
    without = replace(what.course, plan={"other": entry})
    with pytest.raises(CourseError, match=r"tiny, which course.toml has no more: .*grade again"):
        export(form, replace(what, course=without), tmp_path)
    changed = [
        ([{**first, "points": 0}, *others], "q1 2, now 0"),
        (others, "q1 2, now not there"),
        ([*entry["questions"], {**first, "id": "q9"}], "q9 not there, now 2"),
    ]
    for questions, points in changed:
        course = replace(what.course, plan={"tiny": {**entry, "questions": questions}})
        with pytest.raises(CourseError, match=rf"points of tiny were changed .*\({points}\): grade again"):
            export(form, replace(what, course=course), tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("form", ["canvas", "moodle", "blackboard", "otter"])
def test_no_cell_is_a_formula(what, tmp_path, form):
    assert form in FORMS
    for path in export(form, what, tmp_path):
        with path.open(newline="", encoding="utf-8") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "@")) or (cell[:1] == "-" and cell != "--")]


@pytest.mark.parametrize("names", [("alice/tiny", "alice/more"), ("tiny/alice", "more/alice"), ("x1", "x2")])
def test_who_handed_in_several_assignments_is_one_row(course, tmp_path, names):
    both = replace(course, plan={**course.plan, "more": {**course.plan["tiny"], "title": "More"}})
    scores = [student(1, name=names[0]), replace(student(2, name=names[1]), assignment="more")]
    roster = {name: {"login": "alice"} for name in names} if names == ("x1", "x2") else {}
    [path] = export("canvas", Export(both, scores, tmp_path, roster), tmp_path)
    [row] = rows(path)[1:]
    assert (row["SIS Login ID"], row["Doubling"], row["More"]) == ("alice", *(as_mark(score.score) for score in scores))


@pytest.mark.parametrize("names", [("tiny/zoe", "zoe"), ("zoe", "tiny/zoe"), ("a", "b", "zoe"), ("a", "zoe", "x")])
@pytest.mark.parametrize("form", ["canvas", "moodle", "blackboard", "nbgrader"])
def test_two_marks_of_one_person_are_for_a_person_to_choose(course, tmp_path, names, form):
    """By their folders, or by a roster that knows a and b as zoe, two are called what the other one is called."""
    roster = {"a": {"login": "zoe"}, "b": {"login": "zoe"}}
    scores = [student(number, name=name) for number, name in enumerate(names)]
    what = Export(course, scores, tmp_path, roster)
    several = ", ".join(name for name in names if name != "x")
    with pytest.raises(CourseError, match=rf"zoe for tiny \({several}\).*grade again.*--roster"):
        export(form, what, tmp_path / "out")
    assert not list((tmp_path / "out").iterdir())
    elsewhere = {name: {"login": f"{number}"} for number, name in enumerate(names)}
    found = replace(what, roster=elsewhere).people()
    assert [marked["tiny"].submission for _, marked in found] == list(names)


@pytest.mark.parametrize("sign", ["id", "sis_id", "email", "login"])
def test_who_has_one_id_is_one_person_and_an_empty_notebook_counts_nothing(course, tmp_path, sign):
    roster = {"draft": {sign: "101"}, "final": {sign: "101"}, "more": {sign: "7", "name": "Mo"}}
    scores = [Score("draft", "tiny", "empty", "It is."), student(1, name="final"), student(2, name="more")]
    found = Export(course, scores, tmp_path, roster).people()
    assert [(person[sign], own["tiny"].submission) for person, own in found] == [("101", "final"), ("7", "more")]
    twice = [student(1, name="draft"), *scores[1:]]
    with pytest.raises(CourseError, match=r"draft, final"):
        Export(course, twice, tmp_path, roster).people()


def test_who_shares_a_login_with_one_and_an_id_with_another_is_one_with_both(course, tmp_path):
    roster = {"a": {"id": "1"}, "b": {"login": "zoe"}, "c": {"id": "1", "login": "zoe", "name": "Zoe"}}
    scores = [Score("a", "", "not JSON"), Score("b", "", "not JSON"), student(1, name="c")]
    [(person, own)] = Export(course, scores, tmp_path, roster).people()
    assert (person["id"], person["login"], person["name"], own["tiny"].submission) == ("1", "zoe", "Zoe", "c")


def test_a_roster_that_contradicts_itself(course, tmp_path):
    scores = [Score("a", "", "not JSON"), student(1, name="b")]
    one = {"a": {"id": "1", "login": "ann"}, "b": {"id": "1", "login": "bob"}}
    with pytest.raises(CourseError, match="takes a, b for one person and gives several of login: ann, bob"):
        Export(course, scores, tmp_path, one).people()
    both = {"tiny/zoe": {"id": "1"}, "zoe": {"id": "2"}}
    scores = [student(1, name="tiny/zoe"), student(2, name="zoe")]
    with pytest.raises(CourseError, match="2 people would be called zoe"):
        Export(course, scores, tmp_path, both).people()


def test_what_the_roster_and_the_submissions_do_not_know_of_each_other(course, tmp_path):
    scores = [student(1, name="a"), student(2, name="b")]
    what = Export(course, scores, tmp_path, {"a": {"id": "1"}, "gone": {"id": "2"}})
    assert what.unmatched() == [
        "not in the roster, so known by the names of their files: b",
        "in the roster, but no submission is called so: gone",
    ]
    assert Export(course, scores, tmp_path).unmatched() == []


def test_titles_of_a_roster_are_told_without_case_and_blanks(tmp_path):
    path = tmp_path / "roster.csv"
    path.write_text(
        "\ufeff Submission,LOGIN,First Name,SIS ID,score\na,t3, Tea ,s3,5\n,nobody,,,\nb,,,,\na,t3,Tea,s3,\n"
    )
    assert read_roster(path) == {"a": {"login": "t3", "first_name": "Tea", "sis_id": "s3"}}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Login,ID\na,1\n", "no column `submission`"),
        ("submission,Student ID\na,1\n", "none that says who that is; beside it it may have name"),
        ("submission,id,ID\na,1,2\n", "2 columns that are called id"),
        ("submission,id\na,1\na,2\n", "line 3: a stands there twice"),
        ("submission,id\n,1\na,\n", "of no submission whose it is"),
    ],
)
def test_a_roster_that_says_nothing_or_two_things(tmp_path, text, why):
    path = tmp_path / "roster.csv"
    path.write_text(text)
    with pytest.raises(CourseError, match=why):
        read_roster(path)


@pytest.mark.parametrize("name", ["@alan", "'@alan", "Zoe\u0301", "می\u200cروم", "کار\u200cها", "-1", "a b"])
def test_a_roster_that_is_made_from_the_table_or_by_hand_knows_everybody(course, tmp_path, name):
    scores = [student(1, name=printable(name))]
    table = write_table(scores, {"tiny": course.questions("tiny")}, tmp_path)
    from_table = rows(table)[0]["submission"]
    for written in (from_table, name, unicodedata.normalize("NFC", name), f" {name} "):
        with (tmp_path / "roster.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([["submission", "id", "name"], [written, "7", name]])
        what = Export(course, scores, tmp_path, read_roster(tmp_path / "roster.csv"))
        assert what.unmatched() == []
        [(person, _)] = what.people()
        assert person["id"] == "7"


def test_two_names_that_differ_in_an_apostrophe_have_each_their_own_row(course, tmp_path):
    scores = [student(1, name="@alan"), student(2, name="'@alan")]
    text = "submission,id\n'@alan,1\n''@alan,2\n"
    (tmp_path / "roster.csv").write_text(text)
    found = Export(course, scores, tmp_path, read_roster(tmp_path / "roster.csv")).people()
    assert [person["id"] for person, _ in found] == ["1", "2"]


def test_a_mark_below_nothing_is_a_number(course, tmp_path):
    score = replace(student(1, name="late"), penalty=100.5)
    [path] = export("canvas", Export(course, [score], tmp_path), tmp_path)
    assert float(rows(path)[1]["Doubling"]) == score.score < 0
