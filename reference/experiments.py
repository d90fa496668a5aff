"""The trainings of the course that are random: what is trained, on how much, for how long.

A *budget* is what a student may choose: `laptop` takes a minute or two on two cores, `full` is that of the source.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias

import torch

from reference import lenet
from reference.data import Data, fashion_mnist, stand_in
from reference.devices import setting
from reference.lessons import FULL_LESSONS, LAPTOP_LESSONS
from reference.schedules import Schedule, constant, cosine, multi_step, square_root, warmup_cosine
from reference.training import State, begin, by_epoch, epochs, epochs_abreast, restore, save

Rows: TypeAlias = tuple[tuple[float, ...], ...]

INITIAL: Mapping[str, Callable[[int], lenet.Parameters]] = {"Glorot": lenet.initial, "torch": lenet.initial_of_torch}
"""What a run may begin with, for a seed."""


class Experiment(Protocol):
    """A random experiment: a run for each configuration and seed, of which figures are kept at several moments.

    Attributes:
      name: such as "warmup-laptop".
      configurations: what is tried.
      figures: what a run is measured by.
      moments: how often: shape (moments, figures) is what a run leaves.
    """

    @property
    def name(self) -> str: ...
    @property
    def configurations(self) -> tuple[str, ...]: ...
    @property
    def figures(self) -> tuple[str, ...]: ...
    @property
    def moments(self) -> int: ...

    def data(self, name: str) -> Data:
        """The pictures, by the name of the data set. Raises: NoData, ValueError."""

    def described(self) -> dict[str, object]:
        """All that the figures depend on, as data."""

    def rows(
        self, configurations: Sequence[str], seed: int, data: Data, checkpoint: Path | None = None
    ) -> tuple[Rows, ...]:
        """The figures of one run of each; long ones keep their states in `checkpoint` and go on from them."""


@dataclass(frozen=True)
class Trainings:
    """LeNet (ReLU, max pooling) by SGD, once for each schedule and seed.

    Attributes:
      name: such as "warmup-laptop".
      images, test: how many pictures to train and to measure with: the first of the data set.
      epochs: of each run.
      size: of a batch.
      schedules: the rate of each **epoch**, by the name of the configuration.
      initial: one of `INITIAL`, which the runs begin with.
    """

    name: str
    images: int
    test: int
    epochs: int
    size: int
    schedules: Mapping[str, Schedule]
    initial: str = "Glorot"
    figures: tuple[str, ...] = ("loss", "train_accuracy", "test_accuracy")

    @property
    def configurations(self) -> tuple[str, ...]:
        return tuple(self.schedules)

    @property
    def moments(self) -> int:
        return self.epochs

    def data(self, name: str) -> Data:
        """The pictures: the first ones of Fashion-MNIST, or a stand-in of this size. Raises: NoData, ValueError."""
        if name == "stand-in":
            return stand_in(self.images, self.test)
        if name != "fashion-mnist":
            raise ValueError(f"no data are called {name!r}")
        return fashion_mnist().first(self.images, self.test)

    def begin(self, seed: int, device: torch.device | str = "cpu") -> State:
        """The state before the first epoch of the run with this seed."""
        return begin([parameter.to(device) for parameter in INITIAL[self.initial](seed)])

    def run(self, configuration: str, seed: int, data: Data, state: State | None = None) -> Iterator[State]:
        """The run, epoch by epoch: yields the state after each.

        Args:
          configuration: one of `schedules`.
          seed: of the first weights and of the order of the pictures.
          data: from :meth:`data`, on any device.
          state: to go on from, of the same run.
        """
        schedule = by_epoch(self.schedules[configuration], self.images, self.size)
        start = state or self.begin(seed, data.labels.device)
        return epochs(lenet.logits, start, data, schedule, epochs=self.epochs, size=self.size, seed=seed)

    def rows(
        self, configurations: Sequence[str], seed: int, data: Data, checkpoint: Path | None = None
    ) -> tuple[Rows, ...]:
        """The figures of every epoch, of one run of each, all abreast.

        Of 20 epochs and more, each is kept in the checkpoint until the runs are done. They go on from one of the same runs
        alone: one of another experiment, configuration, data set, device, number of threads or version is not taken up.
        """
        device = data.labels.device
        depends = {"experiment": self.name, "data": data.name, "trained": self.described(), **setting(device)}
        about = {"configurations": "; ".join(configurations), "seed": str(seed), "depends": json.dumps(depends)}
        schedules = [by_epoch(self.schedules[name], self.images, self.size) for name in configurations]
        states = (self.begin(seed, device),) * len(configurations)
        if checkpoint and checkpoint.exists():
            saved, of = restore(checkpoint, device)
            states = saved if of == about else states
        sizes = {"epochs": self.epochs, "size": self.size, "seed": seed}
        for states in epochs_abreast(lenet.logits_abreast, states, data, schedules, **sizes):  # noqa: B020 - goes on from the states
            if checkpoint and self.epochs >= 20 and len(states[0].records) < self.epochs:
                save(states, checkpoint, **about)
        if checkpoint:
            checkpoint.unlink(missing_ok=True)
        return tuple(
            tuple(tuple(float(getattr(record, figure)) for figure in self.figures) for record in state.records)
            for state in states
        )

    def described(self) -> dict[str, object]:
        """What was trained, as data; the rates of every epoch in full."""
        rates = {name: [round(float(rate(t)), 6) for t in range(self.epochs)] for name, rate in self.schedules.items()}
        sizes = {"images": self.images, "test": self.test, "epochs": self.epochs, "size": self.size}
        return {**sizes, "initial": self.initial, "rates": rates}


LAPTOP = Trainings(
    name="warmup-laptop",
    images=2000,
    test=1000,
    epochs=8,
    size=32,
    schedules={
        "constant": constant(0.2),
        "square root": square_root(0.2),
        "multi-step": multi_step(0.2, [4, 6], 0.3),
        "cosine": cosine(0.2, 0.005, 7),
        "warmup, then cosine": warmup_cosine(0.05, 0.2, 0.005, 2, 7),
    },
)
"""The five schedules on what a laptop can do while one waits."""

_NAMED: Mapping[str, Schedule] = {
    "constant": constant(0.3),
    "square root": square_root(0.1),
    "multi-step": multi_step(0.5, [15, 30], 0.5),
    "cosine": cosine(0.3, 0.01, 20),
    "warmup, then cosine": warmup_cosine(0.0, 0.3, 0.01, 5, 20),
}


def lagging(schedule: Schedule, built_with: float) -> Schedule:
    """What a loop uses that writes the rate of epoch t at its end: `built_with`, then everything one epoch late.

    >>> [lagging(lambda t: t / 10, 0.3)(t) for t in range(3)]
    [0.3, 0.0, 0.1]
    """
    return lambda t: float(schedule(t - 1)) if t else built_with


FULL = Trainings(
    name="warmup-full",
    images=60_000,
    test=10_000,
    epochs=30,
    size=256,
    schedules={
        **_NAMED,
        "square root, as published": lagging(_NAMED["square root"], 0.3),
        "multi-step, as published": constant(0.125),
        "cosine, as published": lagging(_NAMED["cosine"], 0.3),
        "warmup, then cosine, as published": lagging(_NAMED["warmup, then cosine"], 0.3),
    },
    initial="torch",
)
"""The configurations of the source (Zhang et al., Dive into Deep Learning, section 12.11): with the rates that they name,
and with those that its published runs used: its loop lags by an epoch, and its multi-step scheduler had been stepped 30
times by the cell that draws it, which left a constant 0.125. Its constant run is what its name says. Its network is built
of torch's layers and begins with their weights."""

TRAININGS = {experiment.name: experiment for experiment in (LAPTOP, FULL)}
LESSONS = {experiment.name: experiment for experiment in (LAPTOP_LESSONS, FULL_LESSONS)}
EXPERIMENTS: Mapping[str, Experiment] = {**TRAININGS, **LESSONS}
