"""Stored runs: `<experiment>.<data>.json`, written by `gradescent calibrate`, and the bands that they give.

A file holds what was trained (rates of every epoch in full), on what, and of each run its seed and, moment by moment
(of a training, epoch by epoch), its figures.
"""

import functools
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from reference import bands

HOME = Path(__file__).parent


@dataclass(frozen=True)
class Outcomes:
    """The stored runs of one experiment on one data set.

    Attributes:
      experiment, data: their names.
      about: configuration, device and versions.
      figures: their names.
      runs: by configuration and seed, the figures at every moment: shape (moments, figures).
    """

    experiment: str
    data: str
    about: Mapping[str, Any]
    figures: tuple[str, ...]
    runs: Mapping[str, Mapping[int, tuple[tuple[float, ...], ...]]]

    def last(self, configuration: str, figure: str) -> tuple[float, ...]:
        """The figure at the last moment, of every run of a configuration."""
        return tuple(run[-1][self.figures.index(figure)] for run in self.runs[configuration].values())

    def band(self, configuration: str, figure: str) -> bands.Band:
        """The band of that figure; raises ValueError for fewer than three runs."""
        return bands.band(self.last(configuration, figure))

    def added(self, configuration: str, seed: int, rows: Sequence[Sequence[float]]) -> "Outcomes":
        """The same with one more run."""
        run = tuple(tuple(round(figure, 6) for figure in row) for row in rows)
        return replace(self, runs={**self.runs, configuration: {**self.runs.get(configuration, {}), seed: run}})

    def beside(self, last: Mapping[tuple[str, str], Sequence[float]], false_fail: float) -> tuple["Beside", ...]:
        """New runs beside the bands of the stored ones.

        A configuration with fewer than three stored runs has no band, and is left out.

        Args:
          last: by configuration and figure, the figure at the last moment of some new runs.
          false_fail: the chance that of honest runs any has `too_many` outside. Configurations share their seeds, and the
            figures of a run hang together, so their chances are not independent; but they add up at most.
        """
        found = []
        for (configuration, figure), values in last.items():
            if len(self.runs.get(configuration, {})) < 3:
                continue
            band = self.band(configuration, figure)
            allowed, rate = bands.allowed_outside(len(values), band, false_fail / len(last))
            found.append(Beside(configuration, figure, tuple(values), band, allowed, rate))
        return tuple(found)


@dataclass(frozen=True)
class Beside:
    """New runs of one configuration beside the band of one figure.

    Attributes:
      values: of the new runs.
      allowed: how many of them may lie outside.
      rate: how often more than these are outside in honest work.
    """

    configuration: str
    figure: str
    values: tuple[float, ...]
    band: bands.Band
    allowed: int
    rate: float

    @property
    def outside(self) -> tuple[float, ...]:
        """The values that the band does not hold."""
        return tuple(value for value in self.values if not self.band.holds(value))

    @property
    def too_many(self) -> bool:
        """Whether more lie outside than chance puts there."""
        return len(self.outside) > self.allowed

    def __str__(self) -> str:
        sides = {value < self.band.low for value in self.outside}
        side = "outside" if len(sides) == 2 else "below" if True in sides else "above"
        return f"{self.configuration}: {len(self.outside)} of {len(self.values)} runs lie {side} those of honest runs."

    @property
    def placed(self) -> str:
        """Where the values lie, and in which band, in a line."""
        low, high, band = min(self.values), max(self.values), self.band
        return (
            f"{self.configuration}, {self.figure}: {low:.4f} to {high:.4f} in {band.low:.4f} to {band.high:.4f}"
            f" ({band.runs} runs, {self.allowed} may lie outside, {self.rate:.3%})"
        )

    @property
    def bounds(self) -> str:
        """The band in a sentence, with what is declared of it."""
        return (
            f"{self.band.low:.4f} to {self.band.high:.4f}, the band of {self.band.runs} runs, but for {self.allowed} runs;"
            f" honest work is outside more often in {self.rate:.3%} of cases"
        )


def path_of(experiment: str, data: str, folder: Path = HOME) -> Path:
    """Where the runs of an experiment on these data are stored."""
    return folder / f"{experiment}.{data}.json"


@functools.cache
def load(experiment: str, data: str, folder: Path = HOME) -> Outcomes:
    """Stored runs; raises FileNotFoundError where none are stored, ValueError for a damaged file."""
    path = path_of(experiment, data, folder)
    text = path.read_text(encoding="utf-8")
    try:
        stored = json.loads(text)
        runs = {
            name: {int(seed): tuple(map(tuple, epochs)) for seed, epochs in by_seed.items()}
            for name, by_seed in stored["runs"].items()
        }
        return Outcomes(stored["experiment"], stored["data"], stored["about"], tuple(stored["figures"]), runs)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ValueError(
            f"{path} is damaged ({type(error).__name__}: {error}): restore it or calibrate again"
        ) from None


def write(outcomes: Outcomes, folder: Path = HOME) -> Path:
    """Writes the file, whole or not at all, a run to a line."""
    path = path_of(outcomes.experiment, outcomes.data, folder)
    head = {"experiment": outcomes.experiment, "data": outcomes.data, "about": dict(outcomes.about)}
    head["figures"] = list(outcomes.figures)
    body = ",\n".join(
        f"  {json.dumps(name)}: {{\n"
        + ",\n".join(f'   "{seed}": {json.dumps(run, separators=(",", ":"))}' for seed, run in sorted(by_seed.items()))
        + "\n  }"
        for name, by_seed in outcomes.runs.items()
    )
    text = json.dumps(head, indent=1)[:-2] + ',\n "runs": {\n' + body + "\n }\n}\n"
    partial = path.with_name(path.name + ".part")
    partial.write_text(text, encoding="utf-8")
    os.replace(partial, path)
    load.cache_clear()
    return path
