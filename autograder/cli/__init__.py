"""The command `gradescent`. Nothing heavy is imported before it is needed, so that `--help` is instant."""

from __future__ import annotations

import argparse
import contextlib
import gc
import io
import os
import sys
import textwrap
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.cli.bench import TAKE_ALL, add_bench, count
from autograder.cli.results import add_commands, add_language, add_weaker_isolation, publish
from autograder.errors import CourseError, ResultsError, SandboxError

if TYPE_CHECKING:
    from autograder.bank.survival import MutationReport
    from autograder.bank.validate import Report
    from autograder.bank.watch import State
    from autograder.batch import Engine
    from autograder.course import Course
    from autograder.records import Score

OK, FOUND_FAULTS, WRONG_USE = 0, 1, 2
REPORTED = 2000  # a report has all scores in memory
_RIGHT = ("right", "solution")
TABLE_ROWS = 200  # of a larger class the files have all


class _WrongUse(ValueError):
    """The command was called wrongly; says how to call it."""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; returns its exit status: 0, 1 where something did not hold or could not be graded, 2 for wrong use."""
    if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout.errors == "strict":
        sys.stdout.reconfigure(errors="replace")  # a name that a terminal cannot show is no reason to end
    arguments, rest = _parser().parse_known_args(argv)
    if rest and arguments.run not in TAKE_ALL:
        _parser().error(f"unrecognized arguments: {' '.join(rest)}")
    arguments.rest = rest
    if arguments.run not in TAKE_ALL:
        # Before anything imports torch: a check's small operations gain nothing from threads, and lose much where others compute.
        os.environ.setdefault("OMP_NUM_THREADS", "1")
    try:
        return int(arguments.run(arguments))
    except _WrongUse as error:
        print(f"gradescent: {error}", file=sys.stderr)
        return WRONG_USE
    except (CourseError, ResultsError, SandboxError) as error:
        print(f"gradescent: {error}", file=sys.stderr)
        return FOUND_FAULTS
    except OSError as error:
        if error.strerror is None:  # not the system's: a bug
            raise
        path = error.filename2 or error.filename
        print(f"gradescent: {path}: {error.strerror}" if path else f"gradescent: {error.strerror}", file=sys.stderr)
        return FOUND_FAULTS
    except KeyboardInterrupt:
        print("gradescent: interrupted", file=sys.stderr)
        return 130


def entry() -> None:
    """The console script. It leaves without the interpreter's long good-bye to torch."""
    gc.set_threshold(100_000, 20, 20)  # what is loaded here stays, and to look through it again and again takes long
    try:
        status = main()
    except SystemExit as left:  # argparse, which has said why
        status = left.code if isinstance(left.code, int) else 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="gradescent", description="Builds, validates and grades a course of auto-graded notebooks."
    )
    parser.add_argument(
        "--course", type=Path, metavar="DIR", help="the course's folder (default: found from here upwards)"
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    build = commands.add_parser("build", help="build notebooks and bundles from the rooms")
    build.add_argument("slugs", nargs="*", metavar="SLUG", help="assignments (default: all)")
    build.add_argument("--out", type=Path, default=Path("dist"), help="where the bundles go (default: dist)")
    build.add_argument("--check", action="store_true", help="write nothing; fail where a built notebook is out of date")
    build.set_defaults(run=_build)

    grade = commands.add_parser("grade", help="grade notebooks, folders of them, or zips")
    grade.add_argument(
        "paths", nargs="+", type=Path, metavar="PATH", help="a notebook, a zip with one, or a folder of either"
    )
    grade.add_argument("--assignment", metavar="SLUG", help="the assignment (default: found from each notebook)")
    grade.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help="where scores.csv, results.jsonl and report/ go"
    )
    grade.add_argument(
        "--jobs", type=count, default=os.cpu_count() or 1, help="how many at a time (default: all processors)"
    )
    add_weaker_isolation(grade)
    grade.add_argument("--resume", action="store_true", help="go on with a run that was stopped; grades nothing twice")
    grade.add_argument("--no-cache", action="store_true", help="grade also what was graded before and has not changed")
    grade.add_argument(
        "--engine", choices=("local", "dask"), default="local", help="who grades (default: this machine)"
    )
    grade.add_argument("--scheduler", metavar="ADDRESS", help="with --engine dask: where its scheduler listens")
    grade.add_argument("--all", action="store_true", help=f"the table also for more than {TABLE_ROWS} submissions")
    grade.add_argument("--quiet", action="store_true", help="no progress and no table")
    grade.add_argument("--json", action="store_true", help="no progress; what came of it as JSON")
    add_language(grade)
    grade.set_defaults(run=_grade)

    validate = commands.add_parser("validate", help="prove the checks by the bank of right and wrong answers")
    validate.add_argument("slugs", nargs="*", metavar="SLUG", help="assignments (default: all)")
    validate.add_argument("--jobs", type=count, default=os.cpu_count() or 1, help="how many at a time")
    validate.add_argument("--mutants", action="store_true", help="also against every small change of the solution")
    validate.add_argument(
        "--whole", action="store_true", help="ask every answer everything, also what it cannot differ in"
    )
    validate.add_argument(
        "--draws", type=count, default=1, metavar="N", help="so many times, each with other drawn inputs (default: 1)"
    )
    validate.add_argument("--watch", action="store_true", help="go on: after each save, what the saved file touches")
    validate.set_defaults(run=_validate)

    demo = commands.add_parser("demo", help="write a class of notebooks to try things on")
    demo.add_argument("slugs", nargs="*", metavar="SLUG", help="assignments (default: all)")
    demo.add_argument("--students", type=count, default=30, metavar="N", help="how many (default: 30)")
    demo.add_argument(
        "--seed", type=int, default=0, metavar="S", help="the same seed gives the same class (default: 0)"
    )
    demo.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the notebooks go")
    demo.set_defaults(run=_demo)

    add_bench(commands, _course)
    add_commands(commands, _course)

    new = commands.add_parser("new", help="write the files of a new exercise, small and valid")
    new.add_argument("slug", metavar="SLUG", help="its name, the same in every room")
    new.set_defaults(run=_new)

    translate = commands.add_parser("translate", help="bring the catalogues of a language up to date with what is said")
    translate.add_argument("language", metavar="CODE", help="such as he")
    translate.add_argument(
        "slugs", nargs="*", metavar="SLUG", help="assignments (default: those that have a catalogue)"
    )
    translate.add_argument("--check", action="store_true", help="write nothing; fail where a catalogue is out of date")
    translate.set_defaults(run=_translate)

    doctor = commands.add_parser(
        "doctor", help="say which isolation this machine gives, and how to get what is missing"
    )
    doctor.set_defaults(run=_doctor)
    return parser


def _course(arguments: argparse.Namespace) -> Course:
    from autograder.course import load_course

    if arguments.course:
        return load_course(arguments.course)
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "assignments" / "course.toml").exists():
            return load_course(folder)
    raise _WrongUse("no course here: go to its folder, or name it with --course DIR (before the command)")


def _slugs(course: Course, wanted: Sequence[str]) -> tuple[str, ...]:
    unknown = [slug for slug in wanted if slug not in course.slugs]
    if unknown:
        raise _WrongUse(f"no assignment {', '.join(unknown)}; there are: {', '.join(course.slugs)}")
    return tuple(wanted) or course.slugs


def _build(arguments: argparse.Namespace) -> int:
    from autograder.build import build, check
    from autograder.sandbox.session import Sandbox

    course = _course(arguments)
    slugs = _slugs(course, arguments.slugs)
    if arguments.check:
        for slug in slugs:
            check(course, slug)
            print(f"{slug}: the notebook is what its text gives, and holds no secret")
        return OK
    with Sandbox() as sandbox:
        for slug in slugs:
            print(f"{slug}: built {build(course, slug, arguments.out, sandbox)}", flush=True)
    return OK


def _grade(arguments: argparse.Namespace) -> int:
    from rich.console import Console

    from autograder import results
    from autograder.batch.cache import Cache, default_folder
    from autograder.batch.run import grade_into
    from autograder.plain import some
    from autograder.results.marks import MARKS, TIMES, decisions

    course, silent = _course(arguments), arguments.quiet or arguments.json
    if arguments.assignment:
        _slugs(course, [arguments.assignment])
    if (arguments.engine == "dask") != bool(arguments.scheduler):
        raise _WrongUse("--engine dask needs --scheduler ADDRESS, and nothing else does")
    missing = [str(path) for path in arguments.paths if not path.exists()]
    if missing:
        raise _WrongUse(f"not there, so nothing was graded: {some(missing)}")
    ended = grade_into(
        course,
        arguments.paths,
        arguments.out,
        lambda: _engine(arguments, course),
        slug=arguments.assignment,
        resume=arguments.resume,
        cache=Cache(None if arguments.no_cache else default_folder()),
        progress=lambda total: _progress(total, silent),
    )
    decided = (arguments.out / MARKS).exists() or (arguments.out / TIMES).exists()
    index = publish(course, arguments.out, arguments.language) if ended.total <= REPORTED or decided else None
    if arguments.json:
        print(results.summary(arguments.out, graded=ended.graded, total=ended.total, report=index))
    elif not silent:
        if arguments.all or ended.total <= TABLE_ROWS:
            settled = map(decisions(course, arguments.out).settle, results.stream(arguments.out))
            results.show(settled, Console())
        again = "nothing was left to grade; " if ended.before else ""
        print(f"{again}graded {ended.graded} of {ended.total}; scores: {ended.table}; every outcome: {ended.full}")
        print(f"report: {index}" if index else f"report, for so many on demand: gradescent report {arguments.out}")
    if ended.dropped:
        print(
            f"gradescent: {len(ended.dropped)} submissions of the last run are not in this one, nor in {ended.table} any more: "
            f"{some(ended.dropped)}. For one table of all, grade all together: what was graded is not graded again",
            file=sys.stderr,
        )
    if ended.failed:
        print(f"gradescent: the grader failed on {ended.failed}: run this again with --resume", file=sys.stderr)
    if ended.faults:
        print(f"gradescent: {_faults(results.stream(arguments.out), ended.faults)}", file=sys.stderr)
    return OK if ended.graded == ended.total and not ended.faults else FOUND_FAULTS


def _faults(scores: Iterable[Score], count: int) -> str:
    """What to tell where checks could not be made: how many, and the first of them."""
    score, fault = next((score, fault) for score in scores for fault in score.faults)
    return (
        f"{count} checks could not be made, by no fault of the students, whose marks lack them. The first is {fault.check} of "
        f"{score.assignment}, for {score.submission}: {fault.measured.rstrip('.')}. Mend that and run this again with --resume"
    )


@contextlib.contextmanager
def _engine(arguments: argparse.Namespace, course: Course) -> Iterator[Engine]:
    """Who grades; the block ends it."""
    if arguments.engine == "dask":
        from autograder.batch.cluster import Cluster

        with Cluster(arguments.scheduler, course, weaker_isolation=arguments.weaker_isolation) as cluster:
            yield cluster
        return
    from autograder.batch import Local
    from autograder.sandbox.session import DEFAULT_START, Sandbox

    if DEFAULT_START == "spawn":
        print(
            "gradescent: this system cannot fork: each submission starts a Python of its own, seconds slower",
            file=sys.stderr,
        )
    with Sandbox() as sandbox:
        yield Local(sandbox, arguments.jobs, () if arguments.weaker_isolation else course.isolation)


class _progress:  # noqa: N801 - used like a function
    """A progress bar on standard error; the block gets a function that advances it by one."""

    def __init__(self, total: int, quiet: bool) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        speed = TextColumn("{task.fields[speed]}")
        columns = (TextColumn("grading"), BarColumn(), MofNCompleteColumn(), speed, TimeRemainingColumn())
        self._progress = Progress(*columns, console=Console(stderr=True), disable=quiet)
        self._task = self._progress.add_task("grading", total=total, speed="")
        self._started = time.monotonic()

    def __enter__(self):  # type: ignore[no-untyped-def]
        self._progress.start()
        return self._advance

    def _advance(self) -> None:
        done = self._progress.tasks[0].completed + 1
        speed = f"{60 * done / max(time.monotonic() - self._started, 1e-3):.0f} a minute"
        self._progress.update(self._task, advance=1, speed=speed)

    def __exit__(self, *_: object) -> None:
        self._progress.stop()


def _validate(arguments: argparse.Namespace) -> int:
    from autograder.bank.survival import run_mutants
    from autograder.bank.validate import validate
    from autograder.sandbox.session import Sandbox

    course = _course(arguments)
    slugs = _slugs(course, arguments.slugs)
    holds, reports, mutations = True, [], []
    with Sandbox() as sandbox:
        if arguments.watch:
            from autograder.bank.watch import watch

            watch(course.root, slugs, sandbox, _show_state, jobs=arguments.jobs)
        for slug in slugs:
            report = validate(course, slug, sandbox, jobs=arguments.jobs, whole=arguments.whole, draws=arguments.draws)
            _show_report(report)
            reports.append(report)
            holds = holds and report.holds
            if arguments.mutants:
                mutations.append(run_mutants(course, slug, sandbox, jobs=arguments.jobs))
                _show_mutants(mutations[-1])
                holds = holds and mutations[-1].holds
    if len(reports) > 1:
        _show_totals(reports, mutations)
    return OK if holds else FOUND_FAULTS


def _show_mutants(found: MutationReport) -> None:
    slug = found.slug
    for name in found.survivors:
        print(f"{slug}: survives: {name}\n  add a check that fails it, or list it in equivalent.toml with the reason")
    for name in found.stale:
        print(f"{slug}: equivalent.toml lists a mutant that is killed or gone: {name}")
    print(
        f"{slug}: {found.killed} of {found.others} mutants killed; {len(found.equivalent)} more are listed as equivalent, "
        f"with a reason, and {found.unchanged} gave the same value\n",
        flush=True,
    )


def _show_state(slug: str, found: State | Exception, seconds: float) -> None:
    """What a save came to: what does not hold, or that all does."""
    if isinstance(found, Exception):
        print(f"{slug}: {found}", flush=True)
        return
    for finding in found.report.findings:
        for fault in finding.faults:
            print(f"  {finding.answers.kind}/{finding.answers.name}: {fault}")
    for fault in found.report.faults:
        print(f"  {fault}")
    verdict = "all holds" if found.report.holds else "does NOT hold"
    print(f"{slug}: {verdict} ({found.ran} answers run, {found.judged} checks judged, {seconds:.2f} s)", flush=True)


def _show_report(report: Report) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from autograder.plain import some

    table = Table(
        title=f"{report.slug}: {report.checks} checks", header_style="bold", title_justify="left", pad_edge=False
    )
    table.add_column("")
    table.add_column("answer", no_wrap=True)
    table.add_column("score", justify="right", no_wrap=True)
    table.add_column("fails", overflow="fold")
    for finding in report.findings:
        answers, score = finding.answers, finding.score
        name = f"{answers.kind}/{answers.name}" if answers.kind in {"right", "wrong"} else answers.kind
        fails = "" if answers.kind == "stub" or not finding.failed else some(finding.failed, most=2)
        mark = "[red]✗[/]" if finding.faults else "[green]✓[/]"
        faults = "".join(f"\n[red]{escape(fault)}[/]" for fault in finding.faults)
        table.add_row(mark, name, f"{score.score:g} / {score.max_score:g}", escape(fails) + faults)
    console = Console()
    console.print(table)
    for fault in report.faults:
        console.print(f"[red]✗[/] {escape(fault)}")
    wrong, right = report.of("wrong"), report.of(*_RIGHT)
    caught = sum(not finding.faults for finding in wrong)
    named = sum(finding.diagnosed for finding in wrong)
    accepted = sum(not finding.faults for finding in right)
    console.print(
        f"{report.slug}: {caught} of {len(wrong)} wrong answers fail as declared, {named} are diagnosed as themselves, "
        f"{accepted} of {len(right)} right answers accepted: {'all holds' if report.holds else 'does NOT hold'}\n"
    )


def _show_totals(reports: Sequence[Report], mutations: Sequence[MutationReport]) -> None:
    """The whole course in one line."""
    wrong, right = ([finding for report in reports for finding in report.of(*kinds)] for kinds in (("wrong",), _RIGHT))
    caught, named = sum(not finding.faults for finding in wrong), sum(finding.diagnosed for finding in wrong)
    accepted = sum(not finding.faults for finding in right)
    killed, others = sum(found.killed for found in mutations), sum(found.others for found in mutations)
    machine = f"{killed} of {others} ({_percent(killed, others)}) machine mutants killed, " if mutations else ""
    print(
        f"{len(reports)} assignments, {sum(report.checks for report in reports)} checks: {caught} of {len(wrong)} wrong "
        f"answers fail as declared, {machine}{accepted} of {len(right)} right answers accepted, {named} of {len(wrong)} "
        f"({_percent(named, len(wrong))}) wrong answers are diagnosed as themselves"
    )


def _percent(part: int, whole: int) -> str:
    """Never 100% where something is missing."""
    return f"{100 * part // max(whole, 1)}%"


def _demo(arguments: argparse.Namespace) -> int:
    from autograder.demo import write_class

    course = _course(arguments)
    slugs = _slugs(course, arguments.slugs)
    for slug in slugs:
        folder = arguments.out if len(slugs) == 1 else arguments.out / slug
        paths = write_class(course, slug, arguments.students, arguments.seed, folder)
        print(f"{slug}: {len(paths)} notebooks in {folder}")
    return OK


def _new(arguments: argparse.Namespace) -> int:
    from autograder.scaffold import write_exercise

    course = _course(arguments)
    for path in write_exercise(course, arguments.slug):
        print(path)
    slug = arguments.slug
    print(f"Fill them in, then: gradescent build {slug} && gradescent validate {slug}")
    return OK


def _translate(arguments: argparse.Namespace) -> int:
    from autograder.catalogue import translate

    course = _course(arguments)
    begun = [s for s in course.slugs if (course.root / f"assignments/{s}/locale/{arguments.language}.po").exists()]
    slugs = _slugs(course, arguments.slugs) if arguments.slugs else begun
    found = translate(course, arguments.language, slugs, check=arguments.check)
    for catalogue in found:
        state = ", out of date" if arguments.check and catalogue.stale else ""
        done = catalogue.total - len(catalogue.missing)
        print(f"{catalogue.path}: {done} of {catalogue.total} sentences{state}")
    if arguments.check and any(catalogue.stale for catalogue in found):
        print(f"run: gradescent translate {arguments.language}", file=sys.stderr)
        return FOUND_FAULTS
    return OK


def _doctor(arguments: argparse.Namespace) -> int:
    from autograder.sandbox.confine import BWRAP_PROFILE, available
    from autograder.sandbox.session import LEAST, lacking

    try:
        required: Sequence[str] = _course(arguments).isolation
    except _WrongUse:  # no course here
        required = ()
    found = available()
    for layer, missing in found.items():
        print(f"{'✓' if missing is None else '✗'} {layer}{'' if missing is None else ': ' + missing}")
        if missing and "/etc/apparmor.d/bwrap" in missing:
            print("\n" + textwrap.indent(BWRAP_PROFILE, "    "))
    strong = not lacking(required or LEAST, [layer for layer, missing in found.items() if missing is None])
    print(
        "Submissions are well isolated here."
        if strong
        else "Isolation is weak here: grade in a container or a virtual machine."
    )
    return OK if strong else FOUND_FAULTS
