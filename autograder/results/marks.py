"""What people decide about marks, kept beside the results and through every regrade.

    marks.csv   points that a person gave: for a written question, or in place of those that the checks found
    times.csv   when submissions came in, from which `[late]` of course.toml takes points off

The results keep what the grader found; `settle` puts the one on the other. Both files are for spreadsheets and editors, too.
"""

from __future__ import annotations

import contextlib
import csv
import hashlib
import io
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from autograder.course import Course
from autograder.errors import CourseError
from autograder.plain import some
from autograder.records import QuestionScore, Score
from autograder.results import alone, as_mark, notes, replacing, safe, unsafe

MARKS, TIMES = "marks.csv", "times.csv"
_SHEET = ("submission", "assignment", "question", "points", "score", "reason", "note", "rubric", "text", "work")
_NEEDED = ("submission", "assignment", "question", "score")
_DAY = timedelta(days=1)
_MOST_MINUTES = timedelta.max // timedelta(minutes=1)


@dataclass(frozen=True)
class Mark:
    """Points that a person gave for one question, and why; `work` tells what they looked at, "" where that is not known."""

    submission: str
    assignment: str
    question: str
    score: float
    reason: str = ""
    work: str = field(default="", compare=False)

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


@dataclass(frozen=True)
class Decisions:
    """What people decided about a run; made by `decisions`."""

    marks: Mapping[tuple[str, str, str], Mark]
    times: Mapping[tuple[str, str], datetime]
    late: Late

    def fit(self, course: Course, submissions: Iterable[str]) -> None:
        """Raises `CourseError` where these submissions have marks that the course's questions do not have (any more)."""
        here = set(submissions)
        marked = {mark.assignment for mark in self.marks.values()} & set(course.slugs)  # others may be in the making
        points = {(slug, question.id): question.points for slug in marked for question in course.questions(slug)}
        _in_range(
            [mark for mark in self.marks.values() if mark.submission in here and mark.key[1:] in points],
            {mark.key: points.get(mark.key[1:], 0.0) for mark in self.marks.values()},
            MARKS,
        )

    def notes(self, scores: Iterable[Score]) -> list[str]:
        """What a person should look at: decisions that are of none of these scores (as they were found), or of earlier work."""
        scores = list(scores)
        marked, timed = _points(scores), _whose(scores)
        marks = [" / ".join(key) for key in self.marks if key not in marked]
        times = [" / ".join(part for part in key if part) for key in self.times if key not in timed]
        works = _works(scores)
        earlier = [
            " / ".join(key) for key, mark in self.marks.items() if key in works and _is_earlier(mark, works[key])
        ]
        told = (notes.earlier(earlier), notes.no_question(marks, MARKS), notes.no_submission(times, TIMES))
        return [note for note, names in zip(told, (earlier, marks, times), strict=True) if names]

    def settle(self, score: Score) -> Score:
        """A score with the marks that were given, and the points that are taken off for lateness.

        Raises:
            CourseError: a mark is of points that its question does not have.
        """
        points = _points([score])
        _in_range([self.marks[key] for key in points if key in self.marks], points, MARKS)
        questions = tuple(
            _given(question, self.marks.get((score.submission, score.assignment, question.question)))
            for question in score.questions
        )
        settled = replace(score, questions=questions, penalty=0.0, why_penalty="")
        here, anywhere = (score.submission, score.assignment), (score.submission, "")
        submitted = self.times.get(here) or self.times.get(anywhere)
        share = self.late.share(score.assignment, submitted) if submitted else 0.0
        if not share or not submitted:
            return settled
        late = self.late
        why = (
            f"handed in at {submitted:%Y-%m-%d %H:%M}, due {late.due[score.assignment]:%Y-%m-%d %H:%M}: {share:.0%} off"
        )
        return replace(settled, penalty=round(share * settled.score, 6), why_penalty=why)


def decisions(course: Course, folder: Path) -> Decisions:
    """What people decided about the run in a folder, which need not be there yet.

    Raises:
        CourseError: a file of theirs is damaged, or course.toml's `[late]` is.
    """
    given = {mark.key: mark for mark in read_marks(folder / MARKS)}
    return Decisions(given, read_times(folder / TIMES), late_rules(course))


def settle(course: Course, scores: Sequence[Score], folder: Path) -> list[Score]:
    """The scores with what people decided: marks given, and points taken off for lateness.

    Raises:
        CourseError: a file of theirs is damaged or gives points that a question does not have, or course.toml's `[late]` is.
    """
    decided = decisions(course, folder)
    return [decided.settle(score) for score in scores]


def _given(question: QuestionScore, mark: Mark | None) -> QuestionScore:
    if mark is None:
        return question
    return replace(question, score=mark.score, reason=mark.reason or "Marked by a person.", found=question.score)


def override(folder: Path, scores: Iterable[Score], mark: Mark) -> None:
    """Keeps a mark of a person's, in place of one that they gave before.

    Raises:
        CourseError: there is no such submission or question, or the points are not among those that it has.
    """
    with alone(folder):
        [mark] = _held([mark], scores, "override")
        kept = {m.key: m for m in read_marks(folder / MARKS)} | {mark.key: mark}
        _write_marks(folder / MARKS, kept.values())


def withdraw(folder: Path, submission: str, question: str, assignment: str | None = None) -> None:
    """Takes a person's mark back, so that what the checks found counts again.

    The results are not asked: a mark may be of a submission that is gone, or of points that its question has no more.

    Args:
        folder: the results folder.
        submission, question: of what the mark is.
        assignment: needed where the submission has such a question in several.

    Raises:
        CourseError: there is no such mark, or there are several.
    """
    with alone(folder):
        kept = read_marks(folder / MARKS)
        found = [
            mark
            for mark in kept
            if (mark.submission, mark.question) == (submission, question) and assignment in (None, mark.assignment)
        ]
        if not found:
            of = " / ".join(part for part in (submission, assignment, question) if part)
            raise CourseError(f"no mark was given by a person for {of}")
        if len(found) > 1:
            slugs = ", ".join(mark.assignment for mark in found)
            raise CourseError(f"{submission!r} stands for several ({slugs}): name one with --assignment")
        _write_marks(folder / MARKS, [mark for mark in kept if mark not in found])


def sheet(course: Course, scores: Iterable[Score], folder: Path, path: Path) -> int:
    """Writes a sheet for marking by hand: a row for each written answer, with its rubric; returns how many.

    Marks that were given already are filled in, so that the sheet can be gone on with. One that was given for an earlier
    hand-in is not: it stands in the note, and counts until its row has points again.

    Raises:
        CourseError: there is a file already, and it is no sheet, or it holds what was not taken yet.
    """
    given = {mark.key: mark for mark in read_marks(folder / MARKS)}
    _nothing_is_lost(path, given)
    scores, rows = list(scores), []
    works = _works(scores)
    for score in scores:
        known = {question.id: question for question in course.questions(score.assignment)} if score.questions else {}
        for question in score.questions:
            if question.question not in known or not known[question.question].written:
                continue
            key = score.submission, score.assignment, question.question
            mark, note = given.get(key), ""
            if mark and _is_earlier(mark, works[key]):
                note = notes.in_a_sheet(as_mark(mark.score), mark.reason)
                mark = None
            rows.append(
                {
                    "submission": score.submission,
                    "assignment": score.assignment,
                    "question": question.question,
                    "points": as_mark(question.points),
                    "score": as_mark(mark.score) if mark else "",
                    "reason": mark.reason if mark else "",
                    "note": note,
                    "rubric": known[question.question].rubric,
                    "text": notes.shortened(question.text),
                    "work": works[key],
                }
            )
    _write_rows(path, rows)
    return len(rows)


def _nothing_is_lost(path: Path, given: Mapping[tuple[str, str, str], Mark]) -> None:
    """Raises `CourseError` where a sheet that would be written over holds points or reasons that are not kept elsewhere."""
    waiting = []
    for _, row in _rows(path, _NEEDED, must_exist=False):
        key, score, reason = _key(row), row["score"].strip(), unsafe(row.get("reason") or "")
        with contextlib.suppress(ValueError):
            score = as_mark(float(score))  # a spreadsheet may write 2.0
        kept = given.get(key)
        if (score or reason) and (kept is None or (score, reason) != (as_mark(kept.score), kept.reason)):
            waiting.append(" / ".join(key))
    if waiting:
        raise CourseError(
            f"{path} holds points or reasons that are not taken yet ({some(waiting)}): --take it first, or write "
            "another file"
        )


def take(folder: Path, scores: Iterable[Score], path: Path) -> int:
    """Merges the marks of a sheet, question by question; a row without points leaves what there is. Returns how many.

    Raises:
        CourseError: a row is not about these results; then nothing is taken.
    """
    taken = _held(read_marks(path, must_exist=True), scores, path.name)
    with alone(folder):
        kept = {m.key: m for m in read_marks(folder / MARKS)} | {m.key: m for m in taken}
        _write_marks(folder / MARKS, kept.values())
    return len(taken)


def take_times(folder: Path, scores: Iterable[Score], path: Path) -> int:
    """Merges the times of a file, by submission and assignment; returns how many.

    Those that match no submission are kept, too: they may be of work that is yet to be graded.

    Raises:
        CourseError: the file is none, or no row of it is about these results; then nothing is taken.
    """
    found, known = read_times(path, must_exist=True), _whose(scores)
    if not any(key in known for key in found):
        of = f" ({some([' / '.join(part for part in key if part) for key in found])})" if found else ""
        raise CourseError(f"{path}: no row is of a submission in these results{of}; names are those of scores.csv")
    with alone(folder):
        kept = {**read_times(folder / TIMES), **found}
        _write_rows(
            folder / TIMES,
            [
                {"submission": who, "assignment": assignment, "submitted": submitted.isoformat()}
                for (who, assignment), submitted in kept.items()
            ],
            columns=("submission", "assignment", "submitted"),
        )
    return len(found)


def _whose(scores: Iterable[Score]) -> set[tuple[str, str]]:
    """What a time can be of: a submission to an assignment, or whatever it was to."""
    return {key for score in scores for key in ((score.submission, score.assignment), (score.submission, ""))}


def _held(marks: Iterable[Mark], scores: Iterable[Score], where: str) -> list[Mark]:
    """Marks with the work that they are of; raises `CourseError` where these results do not have it, or so many points."""
    marks, scores = list(marks), list(scores)
    points, works = _points(scores), _works(scores)
    refused = {score.submission: score for score in scores if not score.questions}
    for mark in marks:
        if mark.key not in points:
            if mark.submission in refused:
                score = refused[mark.submission]
                raise CourseError(
                    f"{where}: {mark.submission!r} was not graded, so it has no questions to give points for: "
                    f"{score.status}. {score.note}".rstrip()
                )
            raise CourseError(
                f"{where}: no {mark.question} of {mark.assignment or 'any assignment'} by {mark.submission!r} in these "
                "results; names are those of scores.csv"
            )
    _in_range(marks, points, where)
    # A sheet says what its marker had before them, which may be older than these results.
    return [mark if mark.work else replace(mark, work=works[mark.key]) for mark in marks]


def _works(scores: Iterable[Score]) -> Mapping[tuple[str, str, str], str]:
    """A digest of what a person who marks a question looks at: the answer that they mark, else all that was handed in.

    The scores are to be as they were found: there a written question is known by having no points.
    """
    found = {}
    for score in scores:
        whole = json.dumps([score.seed, sorted(score.files.items())]) if score.seed else ""
        for question in score.questions:
            looked_at = question.text if question.score is None else whole
            known = question.score is None or bool(whole)
            digest = "w" + hashlib.sha256(looked_at.encode()).hexdigest()[:15]  # no spreadsheet takes it for a number
            found[score.submission, score.assignment, question.question] = digest if known else ""
    return found


def _is_earlier(mark: Mark, work: str) -> bool:
    return bool(mark.work and work) and mark.work != work


def _points(scores: Iterable[Score]) -> Mapping[tuple[str, str, str], float]:
    return {(s.submission, s.assignment, q.question): q.points for s in scores for q in s.questions}


def _in_range(marks: Iterable[Mark], points: Mapping[tuple[str, str, str], float], where: str) -> None:
    for mark in marks:
        if not 0 <= mark.score <= points[mark.key]:
            most = as_mark(points[mark.key])
            raise CourseError(
                f"{where}: {mark.question} of {mark.submission!r} has 0 to {most} points, not {mark.score:g}"
                + (notes.OUT_OF_RANGE if where == MARKS else "")
            )


def read_marks(path: Path, *, must_exist: bool = False) -> list[Mark]:
    """The marks in a sheet; rows without points are passed over.

    Raises:
        CourseError: the sheet lacks a column, points are no number, or two rows give one question different ones.
    """
    found: dict[tuple[str, str, str], tuple[int, Mark]] = {}
    for line, row in _rows(path, _NEEDED, must_exist):
        if not row["score"].strip():
            continue
        try:
            points = float(row["score"])
        except ValueError:
            raise CourseError(f"{path}, line {line}: {row['score']!r} is no number of points") from None
        mark = Mark(*_key(row), points, unsafe(row.get("reason") or ""), (row.get("work") or "").strip())
        before, other = found.get(mark.key, (line, mark))
        if other != mark:
            raise CourseError(
                f"{path}, lines {before} and {line}: two marks for {' / '.join(mark.key)}: leave the one that counts"
            )
        found[mark.key] = line, mark
    return [mark for _, mark in found.values()]


def _key(row: Mapping[str, str]) -> tuple[str, str, str]:
    return unsafe(row["submission"]), unsafe(row["assignment"]), unsafe(row["question"])


def read_times(path: Path, *, must_exist: bool = False) -> Mapping[tuple[str, str], datetime]:
    """When submissions came in, by submission and assignment; "" stands for every assignment.

    Raises:
        CourseError: the file lacks a column, or a time has no offset from UTC, without which it says nothing.
    """
    found = {}
    for line, row in _rows(path, ("submission", "submitted"), must_exist):
        try:
            submitted = datetime.fromisoformat(row["submitted"].strip())
        except ValueError:
            submitted = datetime.min
        if submitted.tzinfo is None:
            example = "2026-11-30T23:59:00+02:00"
            raise CourseError(
                f"{path}, line {line}: {row['submitted']!r} is no time with its offset, such as {example}"
            )
        found[unsafe(row["submission"]), unsafe(row.get("assignment") or "")] = submitted
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
    return Late(due, **{name: _rule(name, value) for name, value in course.late.items()})


def _rule(name: str, value: object) -> float:
    """A number of `[late]`: one that is given in per cent, or less than nothing, would give marks that nobody can have."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise CourseError(f"course.toml, [late]: {name} = {value}: per_day, most and grace_minutes are numbers")
    if name == "grace_minutes":
        if not 0 <= value <= _MOST_MINUTES:
            raise CourseError(f"course.toml, [late]: {name} = {value}: it is a number of minutes, from 0 on")
    elif not 0 <= value <= 1:
        raise CourseError(
            f"course.toml, [late]: {name} = {value}: it is a part, not per cent, from 0 to 1: 0.1 is a tenth of the points"
        )
    return float(value)


def _rows(path: Path, needed: Sequence[str], must_exist: bool) -> Iterable[tuple[int, dict[str, str]]]:
    """The rows of a file, each with the line that it begins in."""
    try:
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        if must_exist:
            raise CourseError(f"{path} does not exist") from None
        return
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise CourseError(
            f"{path}, line {line}: this is not UTF-8: save it as CSV UTF-8 (so Excel calls it), or as Unicode (UTF-8)"
        ) from None
    csv.field_size_limit(2**31 - 1)  # a student's answer may be as long as a picture that was pasted into it
    reader = csv.DictReader(io.StringIO(text, newline=""))
    missing = [name for name in needed if name not in (reader.fieldnames or ())]
    if missing:
        raise CourseError(f"{path} has no column {', '.join(missing)}")
    line = reader.line_num + 1
    for row in reader:
        yield line, {name: value or "" for name, value in row.items() if name}
        line = reader.line_num + 1


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
                "work": mark.work,
            }
            for mark in marks
        ],
        columns=("submission", "assignment", "question", "score", "reason", "work"),
    )


def _write_rows(path: Path, rows: Iterable[Mapping[str, str]], columns: Sequence[str] = _SHEET) -> None:
    with replacing(path) as temporary, temporary.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows({name: safe(value) for name, value in row.items()} for row in rows)
