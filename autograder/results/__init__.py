"""The results of a batch: `scores.csv` for people and programs, `results.jsonl` with every outcome in full."""

from __future__ import annotations

import contextlib
import csv
import dataclasses
import json
import os
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from autograder.errors import CourseError
from autograder.judging import UNANSWERED
from autograder.records import Drawing, Outcome, Question, QuestionScore, Score, SubmittedCell, Trouble

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

GRADED = "graded"
PART = ".part"  # how the name of a file ends that is being written
_Record = TypeVar("_Record")
TABLE, FULL = "scores.csv", "results.jsonl"


def write(
    scores: Iterable[Score],
    questions: Mapping[str, tuple[Question, ...]],
    folder: Path,
    settle: Callable[[Score], Score] = lambda found: found,
) -> tuple[Path, Path]:
    """Writes both files, each in one stroke, so that there is never half a file; returns their paths.

    Args:
        scores: as they were found, in the order in which they are to stand; gone through twice, so no iterator.
        questions: the questions of each assignment that occurs.
        folder: made where it is missing.
        settle: puts what people decided on a score, for `scores.csv`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    table, full = write_table(map(settle, scores), questions, folder), folder / FULL
    with replacing(full) as temporary, temporary.open("w", encoding="utf-8") as file:
        for score in scores:
            file.write(json.dumps(as_json(score), ensure_ascii=False) + "\n")
    return table, full


def write_table(scores: Iterable[Score], questions: Mapping[str, tuple[Question, ...]], folder: Path) -> Path:
    """Writes `scores.csv` alone; returns its path."""
    columns = list(dict.fromkeys(question.id for asked in questions.values() for question in asked))
    table = folder / TABLE
    with replacing(table) as temporary, temporary.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["submission", "assignment", "score", "max_score", "status", *columns])
        for score in scores:
            by_question = {question.question: question.score for question in score.questions}
            marks = [as_mark(by_question.get(column)) for column in columns]
            total = [as_mark(score.score), as_mark(score.max_score)] if score.questions else ["", ""]
            writer.writerow([safe(score.submission), score.assignment, *total, score.status, *marks])
    return table


def as_json(score: Score) -> dict[str, Any]:
    """A score with everything in it, its totals included."""
    fields = dataclasses.asdict(score)
    fields["versions"] = dict(score.versions)
    return {"submission": score.submission, "score": score.score, "max_score": score.max_score, **fields}


def from_json(fields: Mapping[str, Any]) -> Score:
    """A score from what `as_json` made of it; what it does not know is passed over, so that newer results can be read."""
    questions = tuple(
        _record(QuestionScore, {**entry, "outcomes": tuple(_record(Outcome, o) for o in entry.get("outcomes", ()))})
        for entry in fields.get("questions", ())
    )
    parts = {
        "questions": questions,
        "trouble": tuple(_record(Trouble, entry) for entry in fields.get("trouble", ())),
        "cells": tuple(_record(SubmittedCell, entry) for entry in fields.get("cells", ())),
        "drawings": tuple(_record(Drawing, {**d, "values": tuple(d["values"])}) for d in fields.get("drawings", ())),
        "layers": tuple(fields.get("layers", ())),
    }
    return _record(Score, {**fields, **parts})


def _record(kind: type[_Record], fields: Mapping[str, Any]) -> _Record:
    known = {field.name for field in dataclasses.fields(kind)}  # type: ignore[arg-type]
    return kind(**{name: value for name, value in fields.items() if name in known})


def read(folder: Path) -> list[Score]:
    """The scores of a run, as they were found.

    Raises:
        CourseError: the folder holds no results, or a line of them is damaged.
    """
    return list(stream(folder))


def read_table(folder: Path) -> list[dict[str, str]]:
    """The rows of `scores.csv`, names as they are; raises `CourseError` where there is none."""
    try:
        with (folder / TABLE).open(newline="", encoding="utf-8") as file:
            return [{**row, "submission": unsafe(row["submission"])} for row in csv.DictReader(file)]
    except FileNotFoundError:
        raise CourseError(f"no {TABLE} in {folder}: delete {folder}/journal.jsonl and grade again") from None


def summary(folder: Path, *, graded: int, total: int, report: Path | None) -> str:
    """A run as JSON for other programs: how many, where the files are, and the rows of `scores.csv`."""
    with (folder / TABLE).open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    files = {"scores": str(folder / TABLE), "results": str(folder / FULL), "report": str(report) if report else None}
    return json.dumps({"graded": graded, "total": total, **files, "rows": rows}, indent=1)


def stream(folder: Path) -> Iterator[Score]:
    """The scores of a run one by one, for a class that is too large for `read`; raises as it does."""
    path = folder / FULL
    try:
        file = path.open(encoding="utf-8")
    except FileNotFoundError:
        raise CourseError(f"no results in {folder}: it should be the --out of a `gradescent grade`") from None
    with file:
        # Line by line of the file: a text's own idea of lines has more ends, and a student's cell may hold them.
        for number, line in enumerate(file, 1):
            try:
                score = from_json(json.loads(line))
            except (ValueError, TypeError, AttributeError):
                raise CourseError(f"{path}, line {number} is damaged: grade again") from None
            yield score


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A path beside `path` to write to, put in its place when all went well; nobody else writes to it.

    Raises:
        OSError: it cannot be written; of whatever step the error is, it names `path`.
    """
    temporary = path.with_name(f"{path.name}.{os.getpid()}-{secrets.token_hex(4)}{PART}")
    try:
        yield temporary
        with temporary.open("rb") as file:
            os.fsync(file.fileno())  # or the name might outlive the power, and the content not
        temporary.replace(path)
    except OSError as error:
        if error.strerror is None or str(error.filename or temporary) != str(
            temporary
        ):  # not the system's, or not of this
            raise
        raise OSError(error.errno, error.strerror, str(path)) from None
    finally:
        temporary.unlink(missing_ok=True)


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Waits until nobody else decides about a run, or writes what was decided, and keeps the others waiting.

    Held is the file of the results, which is there wherever there is something to decide about.
    """
    path = folder / FULL
    with contextlib.ExitStack() as held:
        while fcntl is not None and path.exists():
            file = held.enter_context(path.open("rb"))
            fcntl.flock(file, fcntl.LOCK_EX)
            if os.path.samestat(os.fstat(file.fileno()), path.stat()):
                break
            held.close()  # a regrade has put another in its place meanwhile
        yield


def as_mark(value: float | None) -> str:
    """A mark as it is written to every file: nothing for one that a person has yet to give."""
    return "" if value is None else f"{value:.6f}".rstrip("0").rstrip(".")


def safe(text: str) -> str:
    """A cell's text with an apostrophe before what a spreadsheet would take for a formula.

    Before an apostrophe that stands there already, too, so that `unsafe` gives back every text as it was.
    """
    return "'" + text if text.lstrip("'").startswith(("=", "+", "-", "@", "\t", "\r")) else text


def unsafe(text: str) -> str:
    """A text without the apostrophe of `safe`.

    >>> [unsafe(safe(text)) for text in ("-1", "'-1", "'tis")]
    ['-1', "'-1", "'tis"]
    """
    return text[1:] if text[:1] == "'" and safe(text[1:]) == text else text


def show(scores: Iterable[Score], console: Console) -> None:
    """Prints the table: student, score, what went wrong."""
    table = Table(title=None, header_style="bold", pad_edge=False)
    table.add_column("submission", overflow="fold")
    table.add_column("score", justify="right", no_wrap=True)
    table.add_column("what went wrong", overflow="fold")
    for score in scores:
        if score.status != GRADED:
            table.add_row(escape(score.submission), f"[yellow]{score.status}[/]", escape(score.note))
            continue
        share = score.score / score.max_score if score.max_score else 0.0
        colour = "green" if share == 1.0 else "red" if share < 0.5 else "default"
        mark = f"[{colour}]{as_mark(round(score.score, 2))} / {as_mark(score.max_score)}[/]"
        table.add_row(escape(score.submission), mark, escape(went_wrong(score)))
    console.print(table)


def went_wrong(score: Score) -> str:
    """A few lines on the questions that did not get full marks, and on what people decided, for the instructor."""
    found, unanswered = reasons(score)
    lines = [f"{', '.join(questions)}: {sentence}{check and f' ({check})'}" for questions, sentence, check in found]
    if unanswered:
        lines.append(f"not answered: {', '.join(unanswered)}")
    given = [question for question in score.questions if question.found is not None]
    lines += [f"{question.question}: {as_mark(question.score)} by hand: {question.reason}" for question in given]
    lines += [score.why_penalty] if score.why_penalty else []
    return "\n".join([*lines, *([score.note] if score.note else [])])


def reasons(score: Score) -> tuple[list[tuple[list[str], str, str]], list[str]]:
    """What went wrong: questions, the sentence on why, and the check that says it (none for a diagnosis); and the questions
    that were not answered."""
    open_questions = [question for question in score.questions if question.outcomes and not question.passed]
    unanswered = [question for question in open_questions if is_unanswered(question)]
    found: dict[tuple[str, str], list[str]] = {}
    for question in open_questions:
        if question not in unanswered:
            found.setdefault(_why(question), []).append(question.question)
    return [(questions, *why) for why, questions in found.items()], [question.question for question in unanswered]


def is_unanswered(question: QuestionScore) -> bool:
    """Whether a question was left as issued."""
    outcomes = question.outcomes
    return bool(outcomes) and all(o.status == "blocked" and o.message.startswith(UNANSWERED) for o in outcomes)


def _why(question: QuestionScore) -> tuple[str, str]:
    """The misconception where there is one, else what the first check that did not pass says, and its name."""
    bad = [outcome for outcome in question.outcomes if outcome.status != "passed"]
    named = next((outcome.diagnosis for outcome in bad if outcome.diagnosis), "")
    return (named, "") if named else (bad[0].message or bad[0].aim, bad[0].check)
