"""What people decide about marks, and that it outlives a regrade."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from autograder.errors import CourseError
from autograder.records import Score
from autograder.results.marks import Late, Mark, override, read_marks, read_times, settle, sheet, take, withdraw

from .test_results import score

DUE = datetime(2026, 11, 30, 22, tzinfo=UTC)


@pytest.fixture
def course(tiny):
    """The tiny course, with the questions that `test_results.score` has."""
    entry = {
        **tiny.plan["tiny"],
        "due": DUE,
        "questions": [
            {"id": "q1", "title": "One", "points": 2},
            {"id": "q2", "title": "Two", "points": 1},
            {"id": "q3", "title": "Three", "points": 2, "written": True, "rubric": "Any reason."},
        ],
    }
    return replace(tiny, plan={"tiny": entry}, late={"per_day": 0.1, "most": 0.5, "grace_minutes": 10})


def settled(course, folder, scores=None) -> Score:
    return settle(course, scores or [score("alice", 1.0)], folder)[0]


def test_nothing_decided_changes_nothing(course, tmp_path):
    assert settled(course, tmp_path) == score("alice", 1.0)


def test_an_override_counts_and_says_why(course, tmp_path):
    override(tmp_path, [score("alice", 1.0)], Mark("alice", "tiny", "q1", 1.75, "Half a slip."))
    found = settled(course, tmp_path)
    assert found.score == 2.75
    assert (found.questions[0].found, found.questions[0].reason) == (1.0, "Half a slip.")


def test_an_override_outlives_a_regrade(course, tmp_path):
    override(tmp_path, [score("alice", 1.0)], Mark("alice", "tiny", "q1", 1.75, "Half a slip."))
    assert settled(course, tmp_path, [score("alice", 0.0)]).questions[0].score == 1.75
    withdraw(tmp_path, ("alice", "tiny", "q1"))
    assert settled(course, tmp_path, [score("alice", 0.0)]).questions[0].score == 0.0


@pytest.mark.parametrize(
    ("mark", "says"),
    [
        (Mark("bob", "tiny", "q1", 1.0), "by 'bob' in these results"),
        (Mark("alice", "tiny", "q9", 1.0), "no q9"),
        (Mark("alice", "tiny", "q1", 2.5), "0 to 2 points, not 2.5"),
        (Mark("alice", "tiny", "q1", -1.0), "0 to 2 points"),
        (Mark("alice", "tiny", "q1", float("nan")), "not nan"),
    ],
)
def test_an_override_that_cannot_be(tmp_path, mark, says):
    with pytest.raises(CourseError, match=says):
        override(tmp_path, [score("alice")], mark)
    assert not (tmp_path / "marks.csv").exists()


def test_withdrawing_what_was_not_given(tmp_path):
    with pytest.raises(CourseError, match="alice / tiny / q1"):
        withdraw(tmp_path, ("alice", "tiny", "q1"))


@pytest.mark.parametrize("name", ["=bob", "'-quote", "''@x", "'tis", "@alan"])
def test_a_name_that_a_spreadsheet_would_misread_goes_out_and_comes_back(course, tmp_path, name):
    scores = [score(name)]
    sheet(course, scores, tmp_path, tmp_path / "sheet.csv")
    with (tmp_path / "sheet.csv").open(newline="") as file:
        [row] = csv.DictReader(file)
    assert row["submission"][:1] not in "=+-@"
    with (tmp_path / "sheet.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, row)
        writer.writeheader()
        writer.writerow({**row, "score": "1"})
    assert take(tmp_path, scores, tmp_path / "sheet.csv") == 1
    assert settle(course, scores, tmp_path)[0].questions[2].score == 1


def test_a_sheet_goes_out_and_comes_back(course, tmp_path):
    scores = [score("alice"), score("=bob"), Score("carl", "", "empty", "It is empty.")]
    path = tmp_path / "sheet.csv"
    assert sheet(course, scores, tmp_path, path) == 2
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["submission"], row["question"], row["points"], row["text"]) for row in rows] == [
        ("alice", "q3", "2", "Because."),
        ("'=bob", "q3", "2", "Because."),
    ]
    rows[1].update(score="1.5", reason="Good: -1 for the end")
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    assert take(tmp_path, scores, path) == 1
    found = settle(course, scores, tmp_path)
    assert [s.questions[2].score for s in found[:2]] == [None, 1.5]
    assert (found[1].score, found[1].max_score) == (4.5, 5.0)
    assert read_marks(tmp_path / "marks.csv")[0].reason == "Good: -1 for the end"
    assert sheet(course, scores, tmp_path, path) == 2  # marks that were given stand in it
    assert take(tmp_path, scores, path) == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("submission,assignment,question\n", "no column score"),
        ("submission,assignment,question,score\nalice,tiny,q3,two\n", "line 2: 'two' is no number"),
        ("submission,assignment,question,score\nzoe,tiny,q3,1\n", "'zoe'"),
    ],
)
def test_a_sheet_that_is_none_takes_nothing(tmp_path, text, says):
    (tmp_path / "sheet.csv").write_text(text)
    with pytest.raises(CourseError, match=says):
        take(tmp_path, [score("alice")], tmp_path / "sheet.csv")
    assert not (tmp_path / "marks.csv").exists()


@pytest.mark.parametrize(
    ("late", "share"),
    [
        (timedelta(minutes=-5), 0.0),
        (timedelta(minutes=10), 0.0),
        (timedelta(minutes=11), 0.1),
        (timedelta(days=1), 0.1),
        (timedelta(days=1, seconds=1), 0.2),
        (timedelta(days=40), 0.5),
    ],
)
def test_what_lateness_costs(late, share):
    assert Late({"tiny": DUE}, 0.1, 0.5, 10).share("tiny", DUE + late) == pytest.approx(share)


def test_lateness_is_taken_off_the_points_that_were_given(course, tmp_path):
    (tmp_path / "times.csv").write_text(f"submission,submitted\nalice,{(DUE + timedelta(hours=30)).isoformat()}\n")
    found = settled(course, tmp_path)
    assert (found.score, found.penalty) == (1.6, 0.4)
    assert "20% off" in found.why_penalty


@pytest.mark.parametrize("time", ["yesterday", "2026-11-30T22:00:00"])
def test_a_time_without_its_offset_says_nothing(tmp_path, time):
    (tmp_path / "times.csv").write_text(f"submission,submitted\nalice,{time}\n")
    with pytest.raises(CourseError, match="no time with its offset"):
        read_times(tmp_path / "times.csv")


def test_rules_that_are_none(course, tmp_path):
    with pytest.raises(CourseError, match=r"no such entry: per_hour"):
        settled(replace(course, late={"per_hour": 1}), tmp_path)
    plan = {"tiny": {**course.plan["tiny"], "due": datetime(2026, 11, 30)}}
    with pytest.raises(CourseError, match="due needs date, time and offset"):
        settled(replace(course, plan=plan), tmp_path)


@pytest.mark.parametrize("points", ["25", "-1", "nan"])
def test_points_that_a_question_does_not_have_are_found_also_where_an_editor_wrote_them(course, tmp_path, points):
    (tmp_path / "marks.csv").write_text(f"submission,assignment,question,score\nalice,tiny,q1,{points}\n")
    with pytest.raises(CourseError, match="0 to 2 points"):
        settled(course, tmp_path)
    with pytest.raises(CourseError, match="0 to 2 points"):
        override(tmp_path, [score("alice")], Mark("alice", "tiny", "q1", float(points)))
