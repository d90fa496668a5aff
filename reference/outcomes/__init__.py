"""Stored runs: `<experiment>.<data>.json`, written by `gradescent calibrate`, and the bands that they give.

A file holds what was trained (rates of every epoch in full), on what, and of each run its seed and, epoch by epoch, the
loss, the training accuracy and the test accuracy.
"""

import functools
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from reference import bands
from reference.training import Epoch

HOME = Path(__file__).parent
Figure = Literal["loss", "train_accuracy", "test_accuracy"]
FIGURES: tuple[Figure, ...] = ("loss", "train_accuracy", "test_accuracy")


@dataclass(frozen=True)
class Outcomes:
    """The stored runs of one experiment on one data set.

    Attributes:
      experiment, data: their names.
      about: configuration, device and versions.
      runs: by configuration and seed, the records of the epochs: shape (epochs, 3), in the order of `FIGURES`.
    """

    experiment: str
    data: str
    about: Mapping[str, Any]
    runs: Mapping[str, Mapping[int, tuple[tuple[float, ...], ...]]]

    def last(self, configuration: str, figure: Figure) -> tuple[float, ...]:
        """The figure after the last epoch, of every run of a configuration."""
        return tuple(run[-1][FIGURES.index(figure)] for run in self.runs[configuration].values())

    def band(self, configuration: str, figure: Figure) -> bands.Band:
        """The band of that figure; raises ValueError for fewer than three runs."""
        return bands.band(self.last(configuration, figure))

    def added(self, configuration: str, seed: int, records: tuple[Epoch, ...]) -> "Outcomes":
        """The same with one more run."""
        run = tuple(tuple(round(getattr(record, figure), 6) for figure in FIGURES) for record in records)
        runs = {**self.runs, configuration: {**self.runs.get(configuration, {}), seed: run}}
        return Outcomes(self.experiment, self.data, self.about, runs)


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
        return Outcomes(stored["experiment"], stored["data"], stored["about"], runs)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ValueError(
            f"{path} is damaged ({type(error).__name__}: {error}): restore it or calibrate again"
        ) from None


def write(outcomes: Outcomes, folder: Path = HOME) -> Path:
    """Writes the file, whole or not at all, a run to a line."""
    path = path_of(outcomes.experiment, outcomes.data, folder)
    head = {"experiment": outcomes.experiment, "data": outcomes.data, "about": dict(outcomes.about)}
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
