"""`gradescent calibrate EXPERIMENT`: trains honest runs and stores their figures, run by run.

Whatever is interrupted goes on where it stopped: a run that is stored is not trained again, and one that is half done goes
on from its last whole epoch.
"""

import argparse
import os
import platform
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import torch

from reference import outcomes
from reference.data import NAMES, NoData
from reference.devices import chosen, described
from reference.experiments import EXPERIMENTS, Experiment
from reference.training import restore, save


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command; returns its exit status."""
    parser = argparse.ArgumentParser(prog="gradescent calibrate", description="Stores the figures of honest runs.")
    parser.add_argument("experiment", choices=EXPERIMENTS)
    parser.add_argument("--data", choices=NAMES, default=NAMES[0])
    parser.add_argument("--runs", type=int, default=100, help="of each configuration, those stored included (100)")
    parser.add_argument("--device", choices=("auto", "cpu", "cuda", "mps"), default="auto")
    parser.add_argument("--threads", type=int, default=1, help="on a CPU (default: 1; one process for each processor)")
    parser.add_argument("--out", type=Path, default=outcomes.HOME, help="where the file goes")
    parser.add_argument("--show", action="store_true", help="train nothing; print the bands of what is stored")
    arguments = parser.parse_args(argv)
    torch.set_num_threads(arguments.threads)
    try:
        if arguments.show:
            print(table(outcomes.load(arguments.experiment, arguments.data, arguments.out)))
            return 0
        calibrate(
            EXPERIMENTS[arguments.experiment], arguments.data, arguments.runs, chosen(arguments.device), arguments.out
        )
    except (NoData, ValueError, FileNotFoundError) as error:
        print(f"gradescent calibrate: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\ninterrupted; what is trained is stored: the same command goes on", file=sys.stderr)
        return 130
    return 0


def calibrate(experiment: Experiment, data: str, runs: int, device: torch.device, out: Path) -> outcomes.Outcomes:
    """Trains what is missing of the first `runs` seeds of each configuration, seed by seed, and stores it.

    Raises:
      ValueError: what is stored was trained otherwise (another configuration, device or torch).
      NoData: as :meth:`Experiment.data`.
    """
    about = {"configuration": experiment.described(), **setting(device)}
    stored = _stored(experiment, data, out, about)
    pictures = experiment.data(data).to(device)
    wanted = [(name, seed) for seed in range(runs) for name in experiment.schedules]
    missing = [(name, seed) for name, seed in wanted if seed not in stored.runs.get(name, {})]
    begun = time.monotonic()
    for done, (name, seed) in enumerate(missing, 1):
        checkpoint = outcomes.path_of(experiment.name, data, out).with_suffix(".checkpoint")
        state = experiment.begin(seed, device)
        if checkpoint.exists():
            saved, of = restore(checkpoint, str(device))
            state = saved if of == {"configuration": name, "seed": str(seed)} else state
        for state in experiment.run(name, seed, pictures, state):  # noqa: B020 - goes on from the state
            if experiment.epochs >= 20 and len(state.records) < experiment.epochs:
                save(state, checkpoint, configuration=name, seed=str(seed))
        stored = stored.added(name, seed, state.records)
        outcomes.write(stored, out)
        checkpoint.unlink(missing_ok=True)
        last, pace = state.records[-1], (time.monotonic() - begun) / done
        print(
            f"{name}, seed {seed}: loss {last.loss:.3f}, train {last.train_accuracy:.3f}, test {last.test_accuracy:.3f};"
            f" {done} of {len(missing)}, {pace:.1f} s each",
            flush=True,
        )
    return stored


def table(stored: outcomes.Outcomes) -> str:
    """The stored runs as a table in Markdown: of each configuration the band and the median of every figure."""
    shown = {"loss": "training loss", "train_accuracy": "training accuracy", "test_accuracy": "test accuracy"}
    lines = [f"| {stored.experiment}, {stored.data} | runs | {' | '.join(shown.values())} |", "|---|---|---|---|---|"]
    for name, runs in stored.runs.items():
        cells = []
        for figure in outcomes.FIGURES:
            middle = statistics.median(stored.last(name, figure))
            held = stored.band(name, figure) if len(runs) >= 3 else None
            cells.append(f"{middle:.3f}" + (f" ({held.low:.3f} to {held.high:.3f})" if held else ""))
        lines.append(f"| {name} | {len(runs)} | {' | '.join(cells)} |")
    counts = [len(runs) for runs in stored.runs.values()]
    if counts and min(counts) >= 3:
        fewest = stored.band(min(stored.runs, key=lambda name: len(stored.runs[name])), "loss")
        lines.append(
            f"\nMedian (band). With a confidence of {fewest.confidence:.0%} a band holds at least {fewest.content:.0%} of all"
            f" honest runs; one more honest run lies outside in {fewest.false_fail:.1%} of cases."
        )
    return "\n".join(lines)


def setting(device: torch.device) -> dict[str, object]:
    """What the figures may depend on beside the configuration."""
    return {
        "device": described(device),
        "threads": torch.get_num_threads() if device.type == "cpu" else 0,
        "versions": {"torch": torch.__version__.partition("+")[0], "python": platform.python_version()},
    }


def _stored(experiment: Experiment, data: str, out: Path, about: dict[str, object]) -> outcomes.Outcomes:
    path = outcomes.path_of(experiment.name, data, out)
    if not path.exists():
        return outcomes.Outcomes(experiment.name, data, about, {})
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
