"""`gradescent calibrate EXPERIMENT`: trains honest runs and stores their figures, run by run.

Whatever is interrupted goes on where it stopped: a run that is stored is not trained again, and one that is half done goes
on from its last whole epoch.
"""

import argparse
import math
import os
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import torch

from reference import bands, outcomes
from reference.data import NAMES, NoData
from reference.devices import chosen, setting
from reference.experiments import EXPERIMENTS, Experiment
from reference.training import ABREAST

FRESH = 2_000_000
"""Seeds from here on are never calibrated with."""

TOGETHER = 6
"""How many runs of a configuration one student hands in."""

FALSE_FAIL = 0.005
"""The chance, at most, that honest work fails a check of bands."""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command; returns its exit status."""
    parser = argparse.ArgumentParser(prog="gradescent calibrate", description="Stores the figures of honest runs.")
    parser.add_argument("experiment", choices=EXPERIMENTS)
    parser.add_argument("--data", choices=NAMES, default=NAMES[0])
    parser.add_argument("--runs", type=int, default=100, help="of each configuration, those stored included (100)")
    parser.add_argument("--only", action="append", metavar="CONFIGURATION", help="train this one; may be repeated")
    parser.add_argument("--device", choices=("auto", "cpu", "cuda", "mps"), default="auto")
    parser.add_argument(
        "--threads",
        type=int,
        default=1,
        help="on a CPU (default: 1; better a process for each processor, with --only of its own)",
    )
    parser.add_argument("--out", type=Path, default=outcomes.HOME, help="where the file goes")
    parser.add_argument("--show", action="store_true", help="train nothing; print the bands of what is stored")
    parser.add_argument(
        "--between", nargs=2, metavar="CONFIGURATION", help="train nothing; compare two, pair by pair of the same seed"
    )
    parser.add_argument(
        "--fresh", type=int, metavar="N", help="hold N new runs of each configuration against the bands; stores nothing"
    )
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="with --fresh: keep the new runs there, and go on")
    arguments = parser.parse_args(argv)
    torch.set_num_threads(arguments.threads)
    experiment = EXPERIMENTS[arguments.experiment]
    try:
        device = chosen(arguments.device)
        if arguments.show:
            print(table(outcomes.load(arguments.experiment, arguments.data, arguments.out)))
        elif arguments.between:
            print(between(outcomes.load(arguments.experiment, arguments.data, arguments.out), *arguments.between))
        elif arguments.fresh is not None:
            stored = outcomes.load(arguments.experiment, arguments.data, arguments.out)
            fresh = calibrate(experiment, arguments.data, arguments.fresh, device, arguments.keep, first=FRESH)
            print(compared(fresh, stored))
        else:
            calibrate(experiment, arguments.data, arguments.runs, device, arguments.out, only=arguments.only)
    except (NoData, ValueError, FileNotFoundError) as error:
        print(f"gradescent calibrate: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\ninterrupted; what is trained is stored: the same command goes on", file=sys.stderr)
        return 130
    return 0


def calibrate(
    experiment: Experiment,
    data: str,
    runs: int,
    device: torch.device,
    out: Path | None,
    *,
    first: int = 0,
    only: Sequence[str] | None = None,
) -> outcomes.Outcomes:
    """Trains what is missing of `runs` seeds of each configuration, seed by seed, and stores it.

    Args:
      out: the folder of the file; where there is none, nothing is stored.
      first: the first seed.
      only: these configurations, in this order; all of them by default.

    Raises:
      ValueError: what is stored was trained otherwise (another configuration, device or torch), or there is no such
        configuration.
      NoData: as :meth:`Experiment.data`.
    """
    about = {"configuration": experiment.described(), **setting(device)}
    names = tuple(only or experiment.configurations)
    if unknown := set(names) - set(experiment.configurations):
        raise ValueError(
            f"{experiment.name} has no {', '.join(unknown)}; it has: {'; '.join(experiment.configurations)}"
        )
    stored = _stored(experiment, data, out, about)
    pictures = experiment.data(data).to(device)
    missing = {
        seed: [name for name in names if seed not in stored.runs.get(name, {})] for seed in range(first, first + runs)
    }
    together = [
        (seed, those[i : i + ABREAST]) for seed, those in missing.items() for i in range(0, len(those), ABREAST)
    ]
    count, done = sum(len(those) for those in missing.values()), 0
    begun = time.monotonic()
    for seed, those in together:
        # Named by what is trained: a process with other configurations has a file of its own.
        places = "-".join(str(experiment.configurations.index(name)) for name in those)
        suffix = f".{seed}-of-{places}.checkpoint"
        checkpoint = outcomes.path_of(experiment.name, data, out).with_suffix(suffix) if out else None
        trained = experiment.rows(those, seed, pictures, checkpoint)
        outcomes.load.cache_clear()  # another process, of other configurations, may have stored some meanwhile
        stored = _stored(experiment, data, out, about) if out else stored
        for name, rows in zip(those, trained, strict=True):
            stored = stored.added(name, seed, rows)
        if out:
            outcomes.write(stored, out)
        done += len(those)
        pace = (time.monotonic() - begun) / done
        for name, rows in zip(those, trained, strict=True):
            last = ", ".join(
                f"{SHOWN.get(f, f)} {value:.3f}" for f, value in zip(stored.figures, rows[-1], strict=True)
            )
            print(f"{name}, seed {seed}: {last}; {done} of {count}, {pace:.1f} s each", flush=True)
    return stored


def compared(fresh: outcomes.Outcomes, stored: outcomes.Outcomes) -> str:
    """New honest runs beside the bands of stored ones, as a table in Markdown, and how many students they would have failed.

    Of each configuration and figure: how many new runs lie outside, how many would on average, and the chance of so many
    or more. Then the runs, taken six at a time as a student hands them in, before each check of bands, a figure each.
    """
    count = min(len(runs) for runs in fresh.runs.values())
    lines = [
        f"| {fresh.experiment}, {fresh.data} | figure | outside | expected | chance of so many |",
        "|---|---|---|---|---|",
    ]
    sums: dict[str, list[float]] = {figure: [0, 0.0] for figure in fresh.figures}
    for name in fresh.runs:
        for figure in fresh.figures:
            band = stored.band(name, figure)
            outside = sum(not band.holds(value) for value in fresh.last(name, figure))
            chances = bands.chance_outside(len(fresh.runs[name]), band)
            expected = len(fresh.runs[name]) * band.false_fail
            sums[figure][0] += outside
            sums[figure][1] += expected
            shown = f"{outside} of {len(fresh.runs[name])} | {expected:.1f} | {math.fsum(chances[outside:]):.2f}"
            lines.append(f"| {name} | {SHOWN.get(figure, figure)} | {shown} |")
    for figure, (total, expected) in sums.items():
        lines.append(f"| all | {SHOWN.get(figure, figure)} | {total:.0f} | {expected:.1f} | |")
    failed = dict.fromkeys(fresh.figures, 0)
    students = [range(i, i + TOGETHER) for i in range(0, count - TOGETHER + 1, TOGETHER)]
    for seats in students:
        for figure in fresh.figures:
            last = {(name, figure): [fresh.last(name, figure)[i] for i in seats] for name in fresh.runs}
            failed[figure] += any(one.too_many for one in stored.beside(last, FALSE_FAIL))
    told = ", ".join(f"{SHOWN.get(figure, figure)} {n}" for figure, n in failed.items())
    return "\n".join(lines) + (
        f"\n\nAs {len(students)} students of {TOGETHER} runs a configuration: failed by {told}; declared is at most"
        f" {FALSE_FAIL:.1%} of students at each."
    )


PAIRS = 20
"""How many pairs are compared at most: with each more there are twice as many assignments of signs."""


def between(stored: outcomes.Outcomes, one: str, other: str) -> str:
    """Two configurations by their stored runs of the same seed, as a table in Markdown.

    Of each figure: the medians, the median of the differences, and how often chance alone would make as large a difference
    (`bands.sign_flip`, of the first `PAIRS` seeds that both have).

    Raises: ValueError where there is no such configuration, or they have no seed in common.
    """
    if unknown := {one, other} - set(stored.runs):
        raise ValueError(f"no runs are stored of {', '.join(unknown)}; there are: {'; '.join(stored.runs)}")
    seeds = sorted(set(stored.runs[one]) & set(stored.runs[other]))[:PAIRS]
    if not seeds:
        raise ValueError(f"no seed has a run of {one} and one of {other}")
    lines = [f"| {len(seeds)} pairs | {one} | {other} | difference | p |", "|---|---|---|---|---|"]
    for i, figure in enumerate(stored.figures):
        pairs = [(stored.runs[one][seed][-1][i], stored.runs[other][seed][-1][i]) for seed in seeds]
        apart = [a - b for a, b in pairs]
        middles = (statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs))
        chance = bands.sign_flip(apart)
        shown = f"{middles[0]:.3f} | {middles[1]:.3f} | {statistics.median(apart):+.3f} | "
        shown += f"{chance:.4f}" if chance >= 0.0001 else "below 0.0001"
        lines.append(f"| {SHOWN.get(figure, figure)} | {shown} |")
    return "\n".join(lines)


SHOWN = {"loss": "training loss", "train_accuracy": "training accuracy", "test_accuracy": "test accuracy"}
"""Figures by the names that people read."""


def table(stored: outcomes.Outcomes) -> str:
    """The stored runs as a table in Markdown: of each configuration the band and the median of every figure."""
    titles = " | ".join(SHOWN.get(figure, figure) for figure in stored.figures)
    lines = [
        f"| {stored.experiment}, {stored.data} | runs | {titles} |",
        "|---|---" + "|---" * len(stored.figures) + "|",
    ]
    for name, runs in stored.runs.items():
        cells = []
        for figure in stored.figures:
            middle = statistics.median(stored.last(name, figure))
            held = stored.band(name, figure) if len(runs) >= 3 else None
            cells.append(f"{middle:.3f}" + (f" ({held.low:.3f} to {held.high:.3f})" if held else ""))
        lines.append(f"| {name} | {len(runs)} | {' | '.join(cells)} |")
    counts = [len(runs) for runs in stored.runs.values()]
    if counts and min(counts) >= 3:
        held_by = [stored.band(name, stored.figures[0]) for name in stored.runs]
        content, outside = min(band.content for band in held_by), sorted({band.false_fail for band in held_by})
        lines.append(
            f"\nMedian (band). With a confidence of {held_by[0].confidence:.0%} a band holds at least {content:.0%} of all"
            f" honest runs; one more honest run lies outside in {'up to ' * (len(outside) > 1)}{outside[-1]:.1%} of cases."
        )
    return "\n".join(lines)


def _stored(experiment: Experiment, data: str, out: Path | None, about: dict[str, object]) -> outcomes.Outcomes:
    if out is None or not (path := outcomes.path_of(experiment.name, data, out)).exists():
        return outcomes.Outcomes(experiment.name, data, about, experiment.figures, {})
    found = outcomes.load(experiment.name, data, out)
    for key in ("configuration", "device", "versions"):
        if found.about.get(key) != about[key]:
            raise ValueError(
                f"{path.name} was trained with another {key} ({found.about.get(key)}): move it away to calibrate anew"
            )
    return found


if __name__ == "__main__":
    # Leaves without the interpreter's long good-bye to torch.
    status = main()
    sys.stdout.flush()
    os._exit(status)
