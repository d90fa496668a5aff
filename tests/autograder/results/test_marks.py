"""What people decide about marks, and that it outlives a regrade."""

from __future__ import annotations

import csv
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from autograder.errors import CourseError
from autograder.records import Score
from autograder.results import write
from autograder.results.marks import (
    Late,
    Mark,
    decisions,
    override,
    read_marks,
    read_times,
    settle,
    sheet,
    take,
    take_times,
    withdraw,
)

from .test_results import QUESTIONS, score

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


def fill(path, number: int, **fields: str) -> None:
    """Fills in a row of a sheet."""
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    rows[number].update(fields)
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)


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
    withdraw(tmp_path, "alice", "q1")
    assert settled(course, tmp_path, [score("alice", 0.0)]).questions[0].score == 0.0


def test_marks_that_are_given_at_once_are_all_kept(tmp_path):
    scores = [score(f"s{number}") for number in range(20)]
    write(scores, QUESTIONS, tmp_path)
    given = [Mark(found.submission, "tiny", "q1", 1.0) for found in scores]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda mark: override(tmp_path, scores, mark), given))
    assert set(read_marks(tmp_path / "marks.csv")) == set(given)


def test_a_submission_that_was_not_graded_has_nothing_to_give_points_for(tmp_path):
    scores = [score("alice"), Score("carl", "", "not JSON", "carl.ipynb is not a notebook: hand in the .ipynb file.")]
    with pytest.raises(CourseError, match=r"'carl' was not graded, .*: not JSON\. carl\.ipynb is not a notebook"):
        override(tmp_path, scores, Mark("carl", "", "q1", 1.0))


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


def test_an_assignment_in_the_making_is_in_no_marks_way(course, tmp_path):
    course = replace(course, plan={**course.plan, "next": {}})
    (tmp_path / "marks.csv").write_text("submission,assignment,question,score\nalice,tiny,q1,2\nalice,gone,q1,9\n")
    decisions(course, tmp_path).fit(course, ["alice"])


def test_decisions_that_match_nothing_are_said(course, tmp_path):
    head = "submission,assignment,question,score"
    (tmp_path / "marks.csv").write_text(f"{head}\nalice,tiny,q1,1\nzoe,tiny,q1,9\nalice,tiny,q9,1\ncarl,tiny,q1,1\n")
    (tmp_path / "times.csv").write_text(f"submission,submitted\nalice,{DUE.isoformat()}\nyan,{DUE.isoformat()}\n")
    scores = [score("alice"), Score("carl", "", "empty", "It is empty.")]
    marks, times = decisions(course, tmp_path).notes(scores)
    assert "3 marks in marks.csv match nothing that was graded here: zoe / tiny / q1, alice / tiny / q9, carl" in marks
    assert "--withdraw" in marks
    assert times == "1 times in times.csv match no submission here: yan"
    assert decisions(course, tmp_path / "none").notes(scores) == []


def written(text: str, seed: str, name: str = "alice") -> Score:
    found = score(name, 1.0, seed=seed)
    return replace(found, questions=(*found.questions[:2], replace(found.questions[2], text=text)))


def test_a_mark_for_an_earlier_hand_in_counts_and_is_said(course, tmp_path):
    first, other_code, other_text = written("So.", "tiny/1"), written("So.", "tiny/2"), written("Because!", "tiny/2")
    override(tmp_path, [first], Mark("alice", "tiny", "q1", 1.5, "x"))
    override(tmp_path, [first], Mark("alice", "tiny", "q3", 1.0, "y"))
    decided = decisions(course, tmp_path)
    assert decided.notes([first]) == []
    assert (
        "1 marks were given for an earlier hand-in, and still count: alice / tiny / q1."
        in decided.notes([other_code])[0]
    )
    assert "2 marks were given for an earlier hand-in" in decided.notes([other_text])[0]
    assert [question.score for question in decided.settle(other_text).questions] == [1.5, 1.0, 1.0]
    override(tmp_path, [other_text], Mark("alice", "tiny", "q1", 1.5, "x"))
    assert "alice / tiny / q3." in decisions(course, tmp_path).notes([other_text])[0]


def test_marks_from_before_that_was_kept_say_nothing_of_it(course, tmp_path):
    (tmp_path / "marks.csv").write_text("submission,assignment,question,score,reason\nalice,tiny,q3,1,\n")
    assert decisions(course, tmp_path).notes([written("So.", "tiny/1")]) == []


def test_a_sheet_says_what_was_marked_for_an_earlier_hand_in(course, tmp_path):
    path, first, second = tmp_path / "sheet.csv", written("So.", "tiny/1"), written("Because!", "tiny/2")
    sheet(course, [first], tmp_path, path)
    fill(path, 0, score="1", reason="Short.")
    take(tmp_path, [second], path)  # another was handed in while it was marked
    assert "an earlier hand-in" in decisions(course, tmp_path).notes([second])[0]
    sheet(course, [second], tmp_path, path)
    with path.open(newline="") as file:
        [row] = csv.DictReader(file)
    assert (row["score"], row["reason"], row["text"]) == ("", "", "Because!")
    assert row["note"].startswith("1 points were given for an earlier hand-in (Short.); they count until")
    assert take(tmp_path, [second], path) == 0
    assert settle(course, [second], tmp_path)[0].questions[2].score == 1.0
    fill(path, 0, score="1", reason="Short.")
    take(tmp_path, [second], path)
    assert decisions(course, tmp_path).notes([second]) == []


def test_withdrawing_what_was_not_given(tmp_path):
    with pytest.raises(CourseError, match="alice / tiny / q1"):
        withdraw(tmp_path, "alice", "q1", "tiny")


def test_withdrawing_asks_the_marks_and_not_the_results(tmp_path):
    rows = "alice,tiny,q1,99\nalice,large,q1,1\nbob,tiny,q1,1\n"
    (tmp_path / "marks.csv").write_text(f"submission,assignment,question,score\n{rows}")
    with pytest.raises(CourseError, match=r"several \(tiny, large\): name one with --assignment"):
        withdraw(tmp_path, "alice", "q1")
    withdraw(tmp_path, "alice", "q1", "tiny")
    withdraw(tmp_path, "bob", "q1")
    assert [mark.key for mark in read_marks(tmp_path / "marks.csv")] == [("alice", "large", "q1")]


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
    fill(path, 1, score="1.5", reason="Good: -1 for the end")
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


@pytest.mark.parametrize(("field", "value"), [("score", "1.5"), ("score", "one"), ("reason", "Look again.")])
def test_a_sheet_that_is_being_filled_in_is_not_written_over(course, tmp_path, field, value):
    path = tmp_path / "sheet.csv"
    sheet(course, [score("alice"), score("=bob")], tmp_path, path)
    fill(path, 1, **{field: value})
    filled = path.read_bytes()
    with pytest.raises(CourseError, match=r"not taken yet \(=bob / tiny / q3\)"):
        sheet(course, [score("alice"), score("=bob")], tmp_path, path)
    assert path.read_bytes() == filled


def test_a_sheet_that_was_taken_is_written_again(course, tmp_path):
    path, scores = tmp_path / "sheet.csv", [score("alice"), score("=bob")]
    sheet(course, scores, tmp_path, path)
    fill(path, 1, score="1.50", reason="-1")
    take(tmp_path, scores, path)
    assert sheet(course, scores, tmp_path, path) == 2
    assert "1.5,'-1," in path.read_text()


def test_a_file_that_is_no_sheet_is_not_written_over(course, tmp_path):
    (tmp_path / "notes.csv").write_text("name,note\n")
    with pytest.raises(CourseError, match="no column submission"):
        sheet(course, [score("alice")], tmp_path, tmp_path / "notes.csv")
    assert (tmp_path / "notes.csv").read_text() == "name,note\n"


def test_an_answer_as_long_as_a_picture(course, tmp_path):
    """One of them took the whole class its sheet."""
    path, found = tmp_path / "sheet.csv", score("alice")
    text = "data:image/png;base64," + 150_000 * "A"
    found = replace(found, questions=(*found.questions[:2], replace(found.questions[2], text=text)))
    sheet(course, [found], tmp_path, path)
    with path.open(newline="") as file:
        [row] = csv.DictReader(file)
    assert row["text"].startswith(text[:30_000])
    assert "(shortened: 150022 characters;" in row["text"]
    fill(path, 0, score="1", text=text)  # as an older one had it
    assert take(tmp_path, [found], path) == 1


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"zo\xeb,tiny,q3,1,\r\n", "line 4: this is not UTF-8: save it as CSV UTF-8"),
        (b"bob,tiny,q3,two,\r\n", "line 4: 'two'"),
    ],
)
def test_what_is_wrong_with_a_sheet_is_said_with_its_line(tmp_path, line, says):
    """Of a row of several lines the first."""
    path = tmp_path / "sheet.csv"
    path.write_bytes(b'submission,assignment,question,score,reason\r\nalice,tiny,q3,1,"of two\r\nlines"\r\n' + line)
    with pytest.raises(CourseError, match=says):
        take(tmp_path, [score("alice"), score("bob")], path)


def test_two_marks_for_one_answer_are_none(tmp_path):
    head, path = "submission,assignment,question,score,reason\n", tmp_path / "sheet.csv"
    path.write_text(f"{head}alice,tiny,q3,1,\nbob,tiny,q3,2,\nalice,tiny,q3,2,\n")
    with pytest.raises(CourseError, match="lines 2 and 4: two marks for alice / tiny / q3"):
        take(tmp_path, [score("alice"), score("bob")], path)
    assert not (tmp_path / "marks.csv").exists()
    path.write_text(f"{head}alice,tiny,q3,1,\nalice,tiny,q3,1.0,\nalice,tiny,q3,,\n")
    assert take(tmp_path, [score("alice")], path) == 1


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


def test_times_are_merged(tmp_path):
    scores, late = [score("alice"), score("=bob")], DUE + timedelta(hours=30)
    for rows in (
        f"alice,,{late.isoformat()}\n'=bob,tiny,{late.isoformat()}\n",
        f"'=bob,tiny,{DUE.isoformat()}\nzoe,,{DUE.isoformat()}\n",
    ):
        (tmp_path / "new.csv").write_text("submission,assignment,submitted\n" + rows)
        found = take_times(tmp_path, scores, tmp_path / "new.csv")
    assert found == 2
    assert read_times(tmp_path / "times.csv") == {("alice", ""): late, ("=bob", "tiny"): DUE, ("zoe", ""): DUE}


@pytest.mark.parametrize("row", ["zoe,tiny", "alice,large", ""])
def test_times_of_nobody_here_take_nothing(tmp_path, row):
    before = f"submission,submitted\nalice,{DUE.isoformat()}\n"
    (tmp_path / "times.csv").write_text(before)
    text = "submission,assignment,submitted\n" + (f"{row},{DUE.isoformat()}\n" if row else "")
    (tmp_path / "new.csv").write_text(text)
    with pytest.raises(CourseError, match="no row is of a submission in these results"):
        take_times(tmp_path, [score("alice")], tmp_path / "new.csv")
    assert (tmp_path / "times.csv").read_text() == before


@pytest.mark.parametrize("time", ["yesterday", "2026-11-30T22:00:00"])
def test_a_time_without_its_offset_says_nothing(tmp_path, time):
    (tmp_path / "times.csv").write_text(f"submission,submitted\nalice,{time}\n")
    with pytest.raises(CourseError, match="no time with its offset"):
        read_times(tmp_path / "times.csv")


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("per_day", 10, "per_day = 10: it is a part, not per cent"),
        ("per_day", -0.1, "a part"),
        ("per_day", float("nan"), "a part"),
        ("most", 50, "most = 50: it is a part, not per cent"),
        ("most", float("inf"), "a part"),
        ("grace_minutes", -1, "from 0 on"),
        ("grace_minutes", float("inf"), "from 0 on"),
        ("per_day", "0.1", "are numbers"),
        ("per_day", True, "are numbers"),
    ],
)
def test_lateness_that_would_give_marks_that_nobody_can_have(course, tmp_path, name, value, says):
    (tmp_path / "times.csv").write_text(f"submission,submitted\nalice,{(DUE + timedelta(hours=30)).isoformat()}\n")
    with pytest.raises(CourseError, match=says):
        settled(replace(course, late={**course.late, name: value}), tmp_path)


def test_rules_that_are_none(course, tmp_path):
    with pytest.raises(CourseError, match=r"no such entry: per_hour"):
        settled(replace(course, late={"per_hour": 1}), tmp_path)
    plan = {"tiny": {**course.plan["tiny"], "due": datetime(2026, 11, 30)}}
    with pytest.raises(CourseError, match="due needs date, time and offset"):
        settled(replace(course, plan=plan), tmp_path)


@pytest.mark.parametrize("points", ["25", "-1", "nan"])
def test_points_that_a_question_does_not_have_are_found_also_where_an_editor_wrote_them(course, tmp_path, points):
    (tmp_path / "marks.csv").write_text(f"submission,assignment,question,score\nalice,tiny,q1,{points}\n")
    with pytest.raises(CourseError, match=r"0 to 2 points, .* or take them back with --withdraw"):
        settled(course, tmp_path)
    with pytest.raises(CourseError, match="0 to 2 points"):
        override(tmp_path, [score("alice")], Mark("alice", "tiny", "q1", float(points)))
