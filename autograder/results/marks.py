"""What people decide about marks, kept beside the results and through every regrade.

    marks.csv   points that a person gave: for a written question, or in place of those that the checks found
    times.csv   when submissions came in, from which `[late]` of course.toml takes points off

The results keep what the grader found; `settle` puts the one on the other. Both files are for spreadsheets and editors, too.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from autograder.course import Course
from autograder.errors import CourseError
from autograder.records import QuestionScore, Score
from autograder.results import as_mark, replacing, safe
from autograder.results import unsafe as _unsafe

MARKS, TIMES = "marks.csv", "times.csv"
_SHEET = ("submission", "assignment", "question", "points", "score", "reason", "rubric", "text")
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Mark:
    """Points that a person gave for one question, and why."""

    submission: str
    assignment: str
    question: str
    score: float
    reason: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is a mark of."""
        return self.submission, self.assignment, self.question


@dataclass(frozen=True)
class Late:
    """What handing in late costs: `per_day` of the points that were given for each day begun, at most `most` of them.

    Nothing is taken off up to `grace_minutes` after the time at which an assignment is due.
    """

    due: Mapping[str, datetime]
    per_day: float = 0.0
    most: float = 1.0
    grace_minutes: float = 0.0

    def share(self, assignment: str, submitted: datetime) -> float:
        """The part of the points that is taken off."""
        if assignment not in self.due:
            return 0.0
        over = submitted - self.due[assignment]
        if over <= timedelta(minutes=self.grace_minutes):
            return 0.0
        return min(self.most, self.per_day * math.ceil(over / _DAY))


def settle(course: Course, scores: Sequence[Score], folder: Path) -> list[Score]:
    """The scores with what people decided: marks given, and points taken off for lateness.

    Raises:
        CourseError: a file of theirs is damaged or gives points that a question does not have, or course.toml's `[late]` is.
    """
    given = {mark.key: mark for mark in read_marks(folder / MARKS)}
    points = _points(scores)
    _in_range([mark for mark in given.values() if mark.key in points], points, MARKS)
    times = read_times(folder / TIMES)
    late = late_rules(course)
    return [_settled(score, given, times, late) for score in scores]


def _settled(
    score: Score,
    given: Mapping[tuple[str, str, str], Mark],
    times: Mapping[tuple[str, str], datetime],
    late: Late,
) -> Score:
    questions = tuple(
        _given(question, given.get((score.submission, score.assignment, question.question)))
        for question in score.questions
    )
    settled = replace(score, questions=questions, penalty=0.0, why_penalty="")
    here, anywhere = (score.submission, score.assignment), (score.submission, "")
    submitted = times.get(here) or times.get(anywhere)
    share = late.share(score.assignment, submitted) if submitted else 0.0
    if not share or not submitted:
        return settled
    why = f"handed in at {submitted:%Y-%m-%d %H:%M}, due {late.due[score.assignment]:%Y-%m-%d %H:%M}: {share:.0%} off"
    return replace(settled, penalty=round(share * settled.score, 6), why_penalty=why)


def _given(question: QuestionScore, mark: Mark | None) -> QuestionScore:
    if mark is None:
        return question
    return replace(question, score=mark.score, reason=mark.reason or "Marked by a person.", found=question.score)


def override(folder: Path, scores: Iterable[Score], mark: Mark) -> None:
    """Keeps a mark of a person's, in place of one that they gave before.

    Raises:
        CourseError: there is no such submission or question, or the points are not among those that it has.
    """
    _holds(scores, [mark], "override")
    kept = {m.key: m for m in read_marks(folder / MARKS)} | {mark.key: mark}
    _write_marks(folder / MARKS, kept.values())


def withdraw(folder: Path, key: tuple[str, str, str]) -> None:
    """Takes a person's mark back, so that what the checks found counts again; raises `CourseError` where there is none."""
    kept = {mark.key: mark for mark in read_marks(folder / MARKS)}
    if key not in kept:
        raise CourseError(f"no mark was given by a person for {' / '.join(part for part in key if part)}")
    del kept[key]
    _write_marks(folder / MARKS, kept.values())


def sheet(course: Course, scores: Iterable[Score], folder: Path, path: Path) -> int:
    """Writes a sheet for marking by hand: a row for each written answer, with its rubric; returns how many.

    Marks that were given already are filled in, so that the sheet can be gone on with.
    """
    given = {mark.key: mark for mark in read_marks(folder / MARKS)}
    rows = []
    for score in scores:
        known = {question.id: question for question in course.questions(score.assignment)} if score.questions else {}
        for question in score.questions:
            if question.question not in known or not known[question.question].written:
                continue
            mark = given.get((score.submission, score.assignment, question.question))
            rows.append(
                {
                    "submission": score.submission,
                    "assignment": score.assignment,
                    "question": question.question,
                    "points": as_mark(question.points),
                    "score": as_mark(mark.score) if mark else "",
                    "reason": mark.reason if mark else "",
                    "rubric": known[question.question].rubric,
                    "text": question.text,
                }
            )
    _write_rows(path, rows)
    return len(rows)


def take(folder: Path, scores: Iterable[Score], path: Path) -> int:
    """Merges the marks of a sheet, question by question; a row without points leaves what there is. Returns how many.

    Raises:
        CourseError: a row is not about these results; then nothing is taken.
    """
    taken = read_marks(path, must_exist=True)
    _holds(scores, taken, path.name)
    kept = {m.key: m for m in read_marks(folder / MARKS)} | {m.key: m for m in taken}
    _write_marks(folder / MARKS, kept.values())
    return len(taken)


def _holds(scores: Iterable[Score], marks: Iterable[Mark], where: str) -> None:
    marks, points = list(marks), _points(scores)
    for mark in marks:
        if mark.key not in points:
            raise CourseError(
                f"{where}: no {mark.question} of {mark.assignment or 'any assignment'} by {mark.submission!r} in these "
                "results; names are those of scores.csv"
            )
    _in_range(marks, points, where)


def _points(scores: Iterable[Score]) -> Mapping[tuple[str, str, str], float]:
    return {(s.submission, s.assignment, q.question): q.points for s in scores for q in s.questions}


def _in_range(marks: Iterable[Mark], points: Mapping[tuple[str, str, str], float], where: str) -> None:
    for mark in marks:
        if not 0 <= mark.score <= points[mark.key]:
            most = as_mark(points[mark.key])
            raise CourseError(
                f"{where}: {mark.question} of {mark.submission!r} has 0 to {most} points, not {mark.score:g}"
            )


def read_marks(path: Path, *, must_exist: bool = False) -> list[Mark]:
    """The marks in a sheet; rows without points are passed over.

    Raises:
        CourseError: the sheet lacks a column, or points are no number.
    """
    found = []
    for line, row in _rows(path, ("submission", "assignment", "question", "score"), must_exist):
        if not row["score"].strip():
            continue
        try:
            points = float(row["score"])
        except ValueError:
            raise CourseError(f"{path}, line {line}: {row['score']!r} is no number of points") from None
        who, where, question = (_unsafe(row[name]) for name in ("submission", "assignment", "question"))
        found.append(Mark(who, where, question, points, _unsafe(row.get("reason") or "")))
    return found


def read_times(path: Path) -> Mapping[tuple[str, str], datetime]:
    """When submissions came in, by submission and assignment; "" stands for every assignment.

    Raises:
        CourseError: the file lacks a column, or a time has no offset from UTC, without which it says nothing.
    """
    found = {}
    for line, row in _rows(path, ("submission", "submitted"), must_exist=False):
        try:
            submitted = datetime.fromisoformat(row["submitted"].strip())
        except ValueError:
            submitted = datetime.min
        if submitted.tzinfo is None:
            example = "2026-11-30T23:59:00+02:00"
            raise CourseError(
                f"{path}, line {line}: {row['submitted']!r} is no time with its offset, such as {example}"
            )
        found[_unsafe(row["submission"]), _unsafe(row.get("assignment") or "")] = submitted
    return found


def late_rules(course: Course) -> Late:
    """`[late]` and each assignment's `due` of course.toml; raises `CourseError`."""
    due = {}
    for slug, entry in course.plan.items():
        if "due" in entry:
            when = entry["due"]
            if not isinstance(when, datetime) or when.tzinfo is None:
                raise CourseError(
                    f"course.toml, {slug}: due needs date, time and offset: due = 2026-11-30T23:59:00+02:00"
                )
            due[slug] = when
    known = {"per_day", "most", "grace_minutes"}
    unknown = sorted(set(course.late) - known)
    if unknown:
        raise CourseError(
            f"course.toml, [late]: no such entry: {', '.join(unknown)}; there are {', '.join(sorted(known))}"
        )
    try:
        return Late(due, **{name: float(value) for name, value in course.late.items()})
    except (TypeError, ValueError):
        raise CourseError("course.toml, [late]: per_day, most and grace_minutes are numbers") from None


def _rows(path: Path, needed: Sequence[str], must_exist: bool) -> Iterable[tuple[int, dict[str, str]]]:
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file)
            missing = [name for name in needed if name not in (reader.fieldnames or ())]
            if missing:
                raise CourseError(f"{path} has no column {', '.join(missing)}")
            for row in reader:
                yield reader.line_num, {name: value or "" for name, value in row.items() if name}
    except FileNotFoundError:
        if must_exist:
            raise CourseError(f"{path} does not exist") from None
    except (csv.Error, UnicodeDecodeError) as error:
        raise CourseError(f"{path} is no CSV file in UTF-8: {error}") from None


def _write_marks(path: Path, marks: Iterable[Mark]) -> None:
    _write_rows(
        path,
        [
            {
                "submission": mark.submission,
                "assignment": mark.assignment,
                "question": mark.question,
                "score": as_mark(mark.score),
                "reason": mark.reason,
            }
            for mark in marks
        ],
        columns=("submission", "assignment", "question", "score", "reason"),
    )


def _write_rows(path: Path, rows: Iterable[Mapping[str, str]], columns: Sequence[str] = _SHEET) -> None:
    with replacing(path) as temporary, temporary.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows({name: safe(value) for name, value in row.items()} for row in rows)
