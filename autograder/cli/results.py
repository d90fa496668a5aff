"""The commands about results that are there already: report, explain, diff, override, marks, times, export.

`autograder.cli` adds them to its own. None of them runs a student's code, but for `explain` of a notebook that is not graded yet.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.errors import CourseError

if TYPE_CHECKING:
    from autograder.course import Course
    from autograder.language import Language
    from autograder.records import Score

FindCourse = Callable[[argparse.Namespace], "Course"]


def add_commands(commands: Any, find_course: FindCourse) -> None:
    """Adds the parsers; each command is run with the course that `find_course` finds."""

    def command(name: str, run: Callable[[Course, argparse.Namespace], int], help_: str) -> argparse.ArgumentParser:
        parser: argparse.ArgumentParser = commands.add_parser(name, help=help_)
        parser.set_defaults(run=lambda arguments: run(find_course(arguments), arguments))
        return parser

    def run_folder(parser: argparse.ArgumentParser, name: str = "results", help_: str = "") -> None:
        parser.add_argument(name, type=Path, metavar=name.upper(), help=help_ or "the --out of `gradescent grade`")

    report = command("report", _report, "write the pages of a run again, from its results alone")
    run_folder(report)
    add_language(report)
    report.add_argument(
        "--pdf", nargs="*", metavar="SUBMISSION", help="also print these students' pages (all, if none is named) as PDF"
    )

    explain = command("explain", _explain, "print one submission's outcomes as its student would read them")
    explain.add_argument("submission", metavar="SUBMISSION", help="its name in the results, or a notebook to grade now")
    explain.add_argument("question", nargs="?", metavar="QUESTION", help="only this question")
    explain.add_argument("--results", type=Path, metavar="DIR", help="the --out of `gradescent grade`")
    explain.add_argument("--assignment", metavar="SLUG", help="where the results are of several")
    explain.add_argument("--json", action="store_true", help="as JSON")
    add_weaker_isolation(explain)
    add_language(explain)

    diff = command("diff", _diff, "say who changed between two runs, by how much and why")
    run_folder(diff, "old", "the results of the earlier run")
    run_folder(diff, "new", "the results of the later run")
    diff.add_argument("--json", action="store_true", help="as JSON")

    override = command("override", _override, "give points for a question in place of the checks', with a reason")
    run_folder(override)
    override.add_argument("submission", metavar="SUBMISSION")
    override.add_argument("question", metavar="QUESTION")
    override.add_argument("score", nargs="?", type=float, metavar="POINTS", help="leave it out with --withdraw")
    override.add_argument("--reason", default="", help="what the student and your successor should know")
    override.add_argument("--assignment", metavar="SLUG", help="where the results are of several")
    override.add_argument(
        "--withdraw", action="store_true", help="take the points back: those of the checks count again"
    )

    marks = command("marks", _marks, "written answers: a sheet to mark them in, and back")
    run_folder(marks)
    way = marks.add_mutually_exclusive_group(required=True)
    way.add_argument("--sheet", type=Path, metavar="FILE", help="write the sheet (CSV): a row for each written answer")
    way.add_argument("--take", type=Path, metavar="FILE", help="take the marks of a sheet")

    times = command(
        "times", _times, "take the times at which submissions came in; course.toml says what lateness costs"
    )
    run_folder(times)
    times.add_argument(
        "file", type=Path, metavar="FILE", help="CSV: submission, submitted (with offset), or assignment too"
    )

    export = command("export", _export, "write the scores in the form of another system")
    run_folder(export)
    export.add_argument(
        "--to",
        required=True,
        choices=("canvas", "moodle", "blackboard", "gradescope", "otter", "nbgrader"),
        help="whose form",
    )
    export.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the files go")
    export.add_argument(
        "--roster", type=Path, metavar="FILE", help="CSV: submission, and what the system knows people by"
    )
    export.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="SLUG=NAME",
        help="the system's own name of an assignment's column",
    )


def add_language(parser: argparse.ArgumentParser) -> None:
    """Adds `--language`."""
    parser.add_argument(
        "--language", metavar="CODE", help="such as he (default: GRADESCENT_LANGUAGE, else course.toml's)"
    )


def add_weaker_isolation(parser: argparse.ArgumentParser) -> None:
    """Adds `--weaker-isolation`."""
    parser.add_argument(
        "--weaker-isolation",
        action="store_true",
        help="grade even where this machine isolates less than the course asks for",
    )


def the_language(course: Course, asked: str | None, slugs: Iterable[str] | None = None) -> Language:
    """The language to speak, with the catalogues of the assignments.

    Raises:
        CourseError: there is no catalogue of it.
    """
    from autograder.language import catalogues, choose, known_languages, load

    code = choose(asked, course.language)
    if code not in known_languages():
        raise CourseError(f"no catalogue of {code!r}; there are: {', '.join(known_languages())}")
    return load(code, catalogues(course.root, slugs or course.slugs))


def publish(course: Course, folder: Path, language: str | None = None) -> Path:
    """Writes `scores.csv` and the report of a run, with what people decided; returns the path of the report."""
    from autograder.report import write_report
    from autograder.results import alone, write_table

    with alone(folder):
        scores = _told(course, folder)
        used = [slug for slug in course.slugs if any(score.assignment == slug for score in scores)]
        write_table(scores, {slug: course.questions(slug) for slug in used}, folder)
        return write_report(course, scores, folder / "report", the_language(course, language, used))


def _told(course: Course, folder: Path) -> list[Score]:
    """The settled scores of a run; says on standard error what of it needs a person's look."""
    from autograder.batch.journal import is_underway
    from autograder.results import read
    from autograder.results.marks import decisions

    if is_underway(folder):
        print(
            f"gradescent: a run in {folder} has not ended, so these are the marks of the one before: go on with it by "
            "`gradescent grade … --resume`",
            file=sys.stderr,
        )
    found, decided = read(folder), decisions(course, folder)
    for note in decided.notes(found):
        print(f"gradescent: {note}", file=sys.stderr)
    return [decided.settle(score) for score in found]


def _settled(course: Course, folder: Path) -> list[Score]:
    from autograder.results import read
    from autograder.results.marks import settle

    return settle(course, read(folder), folder)


def _report(course: Course, arguments: argparse.Namespace) -> int:
    print(publish(course, arguments.results, arguments.language))
    if arguments.pdf is None:
        return 0
    from autograder.report import student_page_name
    from autograder.report.pdf import print_page

    scores = _settled(course, arguments.results)
    unknown = sorted(set(arguments.pdf) - {score.submission for score in scores})
    if unknown:
        raise CourseError(f"not in these results: {', '.join(unknown)}")
    report = arguments.results / "report"
    for score in scores:
        if not arguments.pdf or score.submission in arguments.pdf:
            page = report / "students" / student_page_name(score)
            print(print_page(page, report / "pdf" / page.with_suffix(".pdf").name))
    return 0


def _explain(course: Course, arguments: argparse.Namespace) -> int:
    from rich.console import Console

    from autograder.report.text import explain
    from autograder.results import GRADED

    score = _one(course, arguments)
    graded, questions = score.status == GRADED, [question.question for question in score.questions]
    if graded and arguments.question and arguments.question not in questions:
        raise CourseError(f"no question {arguments.question}; there are: {', '.join(questions)}")
    if arguments.json:
        print(json.dumps(_public(score, arguments.question), indent=1))
        return 0 if graded else 1
    titles = {q.id: q.title for q in course.questions(score.assignment)} if score.questions else {}
    language = the_language(course, arguments.language, [score.assignment] if titles else None)
    Console(highlight=False).print(explain(score, titles, language, arguments.question), soft_wrap=True)
    return 0 if graded else 1


def _one(course: Course, arguments: argparse.Namespace) -> Score:
    """The submission that is meant: among results, or a notebook that is graded now."""
    if arguments.results is None:
        if not Path(arguments.submission).exists():
            raise CourseError(f"{arguments.submission} is no notebook; a name in results needs --results DIR")
        from autograder.batch import grade_all
        from autograder.sandbox.session import Sandbox
        from autograder.submission import collect

        with Sandbox() as sandbox:
            sandbox.require(() if arguments.weaker_isolation else course.isolation)
            found = grade_all(course, collect([Path(arguments.submission)]), sandbox, slug=arguments.assignment, jobs=1)
    else:
        found = [
            score
            for score in _settled(course, arguments.results)
            if score.submission == arguments.submission and arguments.assignment in (None, score.assignment)
        ]
    return _only(found, arguments.submission)


def _only(found: Sequence[Score], name: str) -> Score:
    if not found:
        raise CourseError(f"no submission {name!r} in these results; names are those of scores.csv")
    if len(found) > 1:
        slugs = ", ".join(score.assignment or "-" for score in found)
        raise CourseError(f"{name!r} stands for several ({slugs}): name one with --assignment")
    return found[0]


def _public(score: Score, question: str | None) -> dict[str, object]:
    """What a student may know, as data."""
    return {
        "submission": score.submission,
        "assignment": score.assignment,
        "status": score.status,
        "note": score.note,
        "score": score.score,
        "max_score": score.max_score,
        "penalty": score.penalty,
        "questions": [
            {
                "question": found.question,
                "score": found.score,
                "points": found.points,
                "reason": found.reason,
                "outcomes": [
                    {"status": outcome.status, "lines": list(outcome.lines())}
                    for outcome in found.outcomes
                    if outcome.lines()
                ],
            }
            for found in score.questions
            if question in (None, found.question)
        ],
    }


def _diff(course: Course, arguments: argparse.Namespace) -> int:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from autograder.results import as_mark
    from autograder.results.compare import compare

    changes = compare(_settled(course, arguments.old), _settled(course, arguments.new))
    if arguments.json:
        rows = [
            {
                "submission": change.submission,
                "assignment": change.assignment,
                "before": change.before,
                "after": change.after,
                "by": change.by,
                "why": change.why,
            }
            for change in changes
        ]
        print(json.dumps(rows, indent=1))
        return 0
    table = Table(header_style="bold", pad_edge=False)
    for name, justify in (("submission", "left"), ("assignment", "left"), ("before", "right"), ("after", "right")):
        table.add_column(name, justify=justify, overflow="fold")  # type: ignore[arg-type]
    table.add_column("by", justify="right")
    table.add_column("why", overflow="fold")
    for change in changes:
        by = "" if change.by is None else f"{'+' if change.by > 0 else ''}{as_mark(change.by)}"
        before, after = (as_mark(points) or "–" for points in (change.before, change.after))
        table.add_row(escape(change.submission), change.assignment, before, after, by, escape("\n".join(change.why)))
    console = Console()
    if changes:
        console.print(table)
    console.print(f"{len(changes)} changed" if changes else "nothing changed")
    return 0


def _override(course: Course, arguments: argparse.Namespace) -> int:
    from autograder.results import read
    from autograder.results.marks import Mark, override, withdraw

    folder = arguments.results
    if arguments.withdraw:
        withdraw(folder, arguments.submission, arguments.question, arguments.assignment)
    else:
        if arguments.score is None or not arguments.reason.strip():
            raise CourseError("an override needs POINTS and --reason: it is shown to the student and kept for good")
        scores = read(folder)  # as they were found: a mark that cannot be settled is one that this may replace
        matching = [
            score
            for score in scores
            if score.submission == arguments.submission and arguments.assignment in (None, score.assignment)
        ]
        score = _only(matching, arguments.submission)
        mark = Mark(score.submission, score.assignment, arguments.question, arguments.score, arguments.reason.strip())
        override(folder, scores, mark)
    print(publish(course, folder))
    return 0


def _marks(course: Course, arguments: argparse.Namespace) -> int:
    from autograder.results import read
    from autograder.results.marks import sheet, take

    scores = read(arguments.results)
    if arguments.sheet:
        count = sheet(course, scores, arguments.results, arguments.sheet)
        print(f"{arguments.sheet}: {count} written answers; fill in `score` and `reason`, then --take it")
        return 0
    count = take(arguments.results, scores, arguments.take)
    print(f"{count} marks taken; {publish(course, arguments.results)}")
    return 0


def _times(course: Course, arguments: argparse.Namespace) -> int:
    from autograder.results import read
    from autograder.results.marks import late_rules, take_times

    if not late_rules(course).due:
        raise CourseError("course.toml says of no assignment when it is due: due = 2026-11-30T23:59:00+02:00")
    count = take_times(arguments.results, read(arguments.results), arguments.file)
    print(f"{count} times taken; {publish(course, arguments.results)}")
    return 0


def _export(course: Course, arguments: argparse.Namespace) -> int:
    from autograder.report.exports import Export, export, read_roster

    scores = _told(course, arguments.results)
    columns = dict(entry.split("=", 1) for entry in arguments.column if "=" in entry)
    wrong = [entry for entry in arguments.column if entry.split("=", 1)[0] not in course.slugs or "=" not in entry]
    if wrong:
        raise CourseError(f"--column {wrong[0]}: say SLUG=NAME, with a slug of {', '.join(course.slugs)}")
    roster = read_roster(arguments.roster) if arguments.roster else {}
    what = Export(course, scores, arguments.results, roster, columns)
    paths = export(arguments.to, what, arguments.out)
    for line in what.unmatched():
        print(f"gradescent: {line}", file=sys.stderr)
    waiting = sum(question.score is None for score in scores for question in score.questions)
    if waiting:
        print(f"gradescent: {waiting} written answers are not marked yet (`gradescent marks`)", file=sys.stderr)
    for path in paths if len(paths) < 5 else [paths[0].parents[1]]:
        print(path)
    return 0
