"""The commands that measure: bench doors, scale, sandbox and train, and calibrate.

`autograder.cli` adds them to its own. What trains is the reference's and runs in a process of its own.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from autograder.errors import CourseError

if TYPE_CHECKING:
    from autograder.course import Course

FindCourse = Callable[[argparse.Namespace], "Course"]


def add_bench(commands: Any, find_course: FindCourse) -> None:
    """Adds the parsers; `find_course` finds the course that a command is about."""
    bench = commands.add_parser(
        "bench", help="measure: beside other graders, by the size of a class, the sandbox alone"
    )
    benches = bench.add_subparsers(required=True, metavar="WHAT")
    beside = benches.add_parser("doors", help="the same notebooks by us, by `otter run` and by `nbgrader autograde`")
    beside.add_argument("slug", metavar="SLUG", help="the assignment")
    beside.add_argument("--notebooks", type=count, default=20, metavar="N", help="for our batch (default: 20)")
    beside.add_argument("--nbgrader", type=count, default=5, metavar="N", help="of these, for nbgrader (default: 5)")
    beside.add_argument("--otter", type=count, default=2, metavar="N", help="of these, for otter (default: 2)")
    beside.add_argument("--rounds", type=count, default=2, help="how often each is measured, in turn (default: 2)")
    beside.set_defaults(run=lambda arguments: _bench_doors(find_course, arguments))
    by_size = benches.add_parser("scale", help="generated classes with hostile submissions: time and memory by size")
    by_size.add_argument("sizes", nargs="*", type=count, default=[100, 1000], metavar="N", help="(default: 100 1000)")
    by_size.set_defaults(run=_bench_scale)
    alone = benches.add_parser("sandbox", help="what isolation costs, beside `python -c pass`")
    alone.add_argument("--rounds", type=count, default=20, help="how often each is measured (default: 20)")
    alone.set_defaults(run=_bench_sandbox)
    train = benches.add_parser("train", help="a training of ours beside the textbook's", add_help=False)
    train.set_defaults(run=_bench_train)

    calibrate = commands.add_parser("calibrate", help="train honest runs and store what they give", add_help=False)
    calibrate.set_defaults(run=_calibrate)


def count(text: str) -> int:
    """A whole number from 1 on, as an argument."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


def _calibrate(arguments: argparse.Namespace) -> int:
    return _reference("calibrate", arguments.rest)


def _reference(module: str, arguments: Sequence[str]) -> int:
    """A command of the reference's, in a process of its own: this one never imports torch."""
    import subprocess

    command = [sys.executable, "-m", f"reference.{module}", *arguments]
    with subprocess.Popen(command) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue  # it has got the same signal and stores what it has


def _bench_train(arguments: argparse.Namespace) -> int:
    return _reference("bench", arguments.rest)


def _bench_doors(find_course: FindCourse, arguments: argparse.Namespace) -> int:
    from statistics import median

    from autograder.bench.doors import doors, overhead

    course, slug = find_course(arguments), arguments.slug
    if slug not in course.slugs:
        raise CourseError(f"no assignment {slug}; there are: {', '.join(course.slugs)}")
    given = {"ours": arguments.notebooks, "otter": arguments.otter, "nbgrader": arguments.nbgrader}
    found = doors(course, slug, **given, rounds=arguments.rounds)
    base = found[0]
    print(f"{slug}, {arguments.rounds} rounds, {_machine()}\n")
    print("| | notebooks | wall s a notebook | CPU s a notebook | a minute | ratio | peak MB |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for figures in found:
        ratio = base.per_minute() / figures.per_minute()
        print(
            f"| {figures.name} | {figures.notebooks} | {median(figures.wall):.3f} | {median(figures.cpu):.3f} | "
            f"{figures.per_minute():.1f} | {ratio:.1f} | {max(figures.peak):.0f} |"
        )
    ours = overhead(course, slug, arguments.notebooks)
    print(
        f"\nfirst result of ours after {median(base.first):.1f} s; CPU beyond the students' own: {median(ours):.0f} ms a notebook"
    )
    return 0


def _bench_scale(arguments: argparse.Namespace) -> int:
    from autograder.bench.scale import scale

    print(f"{_machine()}\n\n| submissions | seconds | CPU s | ms each | grader MB | peak MB of all | marks changed |")
    print("|---:|---:|---:|---:|---:|---:|---:|")
    changed = 0
    for found in scale(arguments.sizes):
        changed += found.changed
        each = 1000 * found.seconds / found.students
        print(
            f"| {found.students} | {found.seconds:.0f} | {found.cpu_seconds:.0f} | {each:.0f} | {found.grader_mb:.0f} | "
            f"{found.peak_mb:.0f} | {found.changed} |",
            flush=True,
        )
    return 1 if changed else 0


def _machine() -> str:
    import platform

    return f"{os.cpu_count()} processors ({platform.machine()}), Python {platform.python_version()}, {time.strftime('%Y-%m-%d')}"


def _bench_sandbox(arguments: argparse.Namespace) -> int:
    from autograder.bench import sandbox_costs

    costs = sandbox_costs(arguments.rounds)
    base = costs[0].median_ms
    print(f"{'':44}{'median ms':>10}{'worst ms':>10}{'ratio':>8}")
    for cost in costs:
        print(f"{cost.name:44}{cost.median_ms:10.2f}{cost.worst_ms:10.2f}{cost.median_ms / base:8.3f}")
    return 0


# What follows the names of these is not ours to read.
TAKE_ALL = (_calibrate, _bench_train)
