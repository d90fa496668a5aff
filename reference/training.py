"""Training a classifier with SGD, as a pure function: same parameters, batches and rates, same result.

A model is a function ``logits(parameters, inputs)``; a batch is a pair of inputs and labels. The rate of a step is
known before the step. Several runs *abreast* are one model whose parameters have a first dimension more, that of the runs.

* `train` goes through given batches and is what small trainings are replayed with.
* `epochs` is for whole data sets: it keeps a record of every epoch, and can go on from any of its states.
* `epochs_abreast` does the same for several runs that differ in their schedules, in fewer processor seconds.
"""

import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TypeAlias

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor
from torch.nn import functional

from reference.data import Data

Logits: TypeAlias = Callable[[Sequence[Tensor], Tensor], Tensor]
Batch: TypeAlias = tuple[Tensor, Tensor]

ABREAST = 5
"""How many runs at most are worth having abreast: what more of them keep of a batch leaves a processor's caches."""


@dataclass(frozen=True)
class Run:
    """What a training leaves behind.

    Attributes:
      parameters: at the end.
      rates: the rate of each epoch.
      losses: the mean loss per example in each epoch, of each batch before the step that it led to.
      steps: how many steps were taken.
    """

    parameters: tuple[Tensor, ...]
    rates: tuple[float, ...]
    losses: tuple[float, ...]
    steps: int


def train(
    logits: Logits,
    parameters: Sequence[Tensor],
    batches: Callable[[int], Iterable[Batch]],
    epochs: int,
    schedule: Callable[[int], float],
    momentum: float = 0.0,
) -> Run:
    """SGD on the mean cross entropy of each batch, with the rate ``schedule(t)`` throughout epoch t.

        v ← momentum · v + g,    w ← w − η(t) · v        (v = 0 before the first step)

    Args:
      logits: the model.
      parameters: to begin with; they are not changed.
      batches: ``batches(t)`` are those of epoch t, in their order, with at least one example in all.
      epochs: how many, 0 or more.
      schedule: its value for each epoch, asked for once and before the epoch.
      momentum: as torch's SGD has it, without dampening.

    Raises: ValueError for an epoch without examples.

    >>> def product(parameters, inputs):
    ...     return inputs @ parameters[0]
    >>> data = [(torch.eye(2), torch.tensor([0, 1]))]
    >>> run = train(product, [torch.zeros(2, 2)], lambda t: data, 2, lambda t: 1.0 / (t + 1))
    >>> run.rates, run.steps, round(run.losses[0], 4)
    ((1.0, 0.5), 2, 0.6931)
    """
    weights = [parameter.detach().clone().unsqueeze(0).requires_grad_() for parameter in parameters]
    velocities = [torch.zeros_like(weight) for weight in weights]
    rates, losses, steps = [], [], 0
    for epoch in range(epochs):
        rate = float(schedule(epoch))
        seen = _one_epoch(_alone(logits), weights, velocities, batches(epoch), partial(_always, [rate]), momentum)
        if not seen.examples:
            raise ValueError(f"epoch {epoch} has no examples")
        rates.append(rate)
        losses.append(float(seen.loss) / seen.examples)
        steps += seen.steps
    return Run(tuple(weight.detach().squeeze(0) for weight in weights), tuple(rates), tuple(losses), steps)


def _alone(logits: Logits) -> Logits:
    """A model of one run as one of several abreast."""
    return lambda parameters, inputs: logits([p.squeeze(0) for p in parameters], inputs).unsqueeze(0)


def _always(rates: list[float], step: int) -> list[float]:
    return rates


@dataclass(frozen=True)
class _Seen:
    """Sums over one epoch: of each run's losses (on the CPU) and right answers (on the device) of all examples, and counts."""

    loss: Tensor
    right: Tensor
    examples: int
    steps: int


def _one_epoch(
    logits: Logits,
    weights: list[Tensor],
    velocities: list[Tensor],
    batches: Iterable[Batch],
    rates: Callable[[int], list[float]],
    momentum: float,
) -> _Seen:
    """Takes the steps of one epoch, of all runs abreast, in place; nothing waits for the device meanwhile."""
    runs = len(weights[0])
    right = torch.zeros(runs, dtype=torch.int64, device=weights[0].device)
    of_batches: list[Tensor] = []
    sizes: list[int] = []
    for inputs, labels in batches:
        now = rates(len(sizes))  # before the step that they are for
        scores = logits(weights, inputs)
        losses = torch.stack([functional.cross_entropy(own, labels) for own in scores])
        gradients = list(torch.autograd.grad(losses.sum(), weights))
        with torch.no_grad():
            if momentum:
                torch._foreach_mul_(velocities, momentum)
                torch._foreach_add_(velocities, gradients)
                gradients = velocities
            for run, rate in enumerate(now):
                torch._foreach_add_([w[run] for w in weights], [g[run] for g in gradients], alpha=-rate)
            right += (scores.argmax(-1) == labels).sum(-1)
        of_batches.append(losses.detach())
        sizes.append(len(labels))
    return _Seen(_added(of_batches, sizes, runs), right, sum(sizes), len(sizes))


def _added(of_batches: list[Tensor], sizes: list[int], runs: int) -> Tensor:
    """Each run's losses of all examples, from the mean losses of batches: float64, shape (runs,).

    They are added on the CPU, in the order of the batches: Apple's GPUs have no float64.
    """
    total = torch.zeros(runs, dtype=torch.float64)
    if of_batches:
        for losses, size in zip(torch.stack(of_batches).cpu().double(), sizes, strict=True):
            total += losses * size
    return total


@dataclass(frozen=True)
class Epoch:
    """The record of one epoch.

    Attributes:
      rate: of its first step.
      loss: the mean cross entropy per example, of each batch before the step that it led to; nats.
      train_accuracy: likewise, from 0 to 1.
      test_accuracy: on the test set after the epoch.
    """

    rate: float
    loss: float
    train_accuracy: float
    test_accuracy: float


@dataclass(frozen=True)
class State:
    """A training between two epochs: all that it takes to go on.

    Attributes:
      parameters: as they are now.
      velocities: of the momentum; zeros where there is none.
      records: one of each epoch so far.
    """

    parameters: tuple[Tensor, ...]
    velocities: tuple[Tensor, ...]
    records: tuple[Epoch, ...] = ()


def begin(parameters: Sequence[Tensor]) -> State:
    """The state before the first epoch."""
    return State(tuple(parameters), tuple(torch.zeros_like(parameter) for parameter in parameters))


def epochs(
    logits: Logits,
    state: State,
    data: Data,
    schedule: Callable[[int], float],
    *,
    epochs: int,
    size: int,
    seed: int,
    momentum: float = 0.0,
) -> Iterator[State]:
    """Trains epoch by epoch and yields the state after each.

    Going on from a state that was yielded, or saved and restored, gives the same states, bit for bit on a CPU with the
    same number of threads. Whoever stops taking states, by a break or an interrupt, has the last one.

    Args:
      logits: the model.
      state: to go on from; it is not changed.
      data: pictures on the device of the parameters, where they stay.
      schedule: the rate of **step** t = 0, 1, 2, …; of an epoch by :func:`by_epoch`.
      epochs: how many in all, those of `state.records` included.
      size: of a batch; the last of an epoch has what is left.
      seed: of the order of the pictures, which is another in each epoch.
      momentum: as torch's SGD has it.

    >>> from reference import lenet
    >>> from reference.data import stand_in
    >>> runs = epochs(lenet.logits, begin(lenet.initial(0)), stand_in(64, 16), lambda t: 0.1, epochs=2, size=32, seed=0)
    >>> [len(state.records) for state in runs]
    [1, 2]
    """
    together = epochs_abreast(
        _alone(logits), [state], data, [schedule], epochs=epochs, size=size, seed=seed, momentum=momentum
    )
    for (after,) in together:
        yield after


def epochs_abreast(
    logits: Logits,
    states: Sequence[State],
    data: Data,
    schedules: Sequence[Callable[[int], float]],
    *,
    epochs: int,
    size: int,
    seed: int,
    momentum: float = 0.0,
) -> Iterator[tuple[State, ...]]:
    """Trains several runs on the same batches, epoch by epoch, and yields the states after each.

    What they share, each batch and the cost of every call, is paid once. Each run ends as it does alone, up to rounding.

    Args:
      logits: the model of all runs abreast: from parameters of shape (runs, …) to scores of shape (runs, n, classes).
      states: one for each run, all after the same number of epochs.
      schedules: one for each run, as in :func:`epochs`; all else is as there.

    Raises: ValueError where states and schedules are not as many, or some states have more epochs behind them.
    """
    if len(schedules) != len(states) or len({len(state.records) for state in states}) != 1:
        raise ValueError("runs abreast need a state and a schedule each, and the same number of epochs behind them")
    batches = shuffled(data.images, data.labels, size, seed)
    per_epoch = -(-len(data.labels) // size)
    while (epoch := len(states[0].records)) < epochs:
        weights = [stacked.requires_grad_() for stacked in abreast([state.parameters for state in states])]
        velocities = abreast([state.velocities for state in states])
        first = epoch * per_epoch
        seen = _one_epoch(logits, weights, velocities, batches(epoch), partial(_from, schedules, first), momentum)
        parameters = [weight.detach() for weight in weights]
        tested = accuracies(logits, parameters, data.test_images, data.test_labels)
        states = tuple(
            State(
                tuple(stacked[run].clone() for stacked in parameters),
                tuple(stacked[run].clone() for stacked in velocities),
                (*state.records, Epoch(float(schedule(first)), loss / seen.examples, right / seen.examples, accuracy)),
            )
            for run, (state, schedule, loss, right, accuracy) in enumerate(
                zip(states, schedules, seen.loss.tolist(), seen.right.tolist(), tested, strict=True)
            )
        )
        yield states


def _from(schedules: Sequence[Callable[[int], float]], first: int, step: int) -> list[float]:
    return [float(schedule(first + step)) for schedule in schedules]


def abreast(runs: Sequence[Sequence[Tensor]]) -> list[Tensor]:
    """The parameters of several runs as those of one model: copies, of each parameter one of shape (runs, …)."""
    return [torch.stack([parameter.detach() for parameter in same]) for same in zip(*runs, strict=True)]


def by_epoch(schedule: Callable[[int], float], images: int, size: int) -> Callable[[int], float]:
    """A schedule of epochs as one of steps, for so many images in batches of `size`.

    >>> [by_epoch(lambda t: 1.0 / (t + 1), images=5, size=2)(step) for step in (0, 2, 3)]
    [1.0, 1.0, 0.5]
    """
    steps = -(-images // size)
    return lambda step: schedule(step // steps)


def accuracy(logits: Logits, parameters: Sequence[Tensor], images: Tensor, labels: Tensor, size: int = 250) -> float:
    """The part of the images whose largest logit is that of the label; `size` of them at a time."""
    (only,) = accuracies(_alone(logits), abreast([parameters]), images, labels, size)
    return only


def accuracies(
    logits: Logits, parameters: Sequence[Tensor], images: Tensor, labels: Tensor, size: int = 250
) -> list[float]:
    """The same of several runs abreast, in their order; the parameters are those of :func:`abreast`."""
    if not len(labels):
        raise ValueError("there are no examples")
    parts = zip(torch.split(images, size), torch.split(labels, size), strict=True)
    with torch.no_grad():
        right = [(logits(parameters, some).argmax(-1) == classes).sum(-1) for some, classes in parts]
    return [count / len(labels) for count in torch.stack(right).sum(0).tolist()]


def save(states: Sequence[State], path: Path, **about: str) -> None:
    """Writes the states of runs as safetensors, whole or not at all; `about` is kept with them as text."""
    tensors: dict[str, Tensor] = {}
    for run, state in enumerate(states):
        tensors |= {f"{run}.parameter.{i}": p.contiguous() for i, p in enumerate(state.parameters)}
        tensors |= {f"{run}.velocity.{i}": v.contiguous() for i, v in enumerate(state.velocities)}
    records = json.dumps([[asdict(record) for record in state.records] for state in states])
    partial = path.with_name(path.name + ".part")
    save_file(tensors, partial, metadata={**about, "records": records})
    os.replace(partial, path)


def restore(path: Path, device: torch.device | str = "cpu") -> tuple[tuple[State, ...], dict[str, str]]:
    """States that :func:`save` wrote, on this device, and what was kept with them.

    Raises: ValueError where the file is damaged or holds no states; FileNotFoundError where there is none.
    """
    try:
        # Read on the CPU and moved by torch, which knows every name of a device; safetensors has its own list.
        with safe_open(path, framework="pt") as file:
            about = dict(file.metadata() or {})
            histories = json.loads(about.pop("records"))
            count = len(file.keys()) // (2 * len(histories))
            states = tuple(
                State(
                    tuple(file.get_tensor(f"{run}.parameter.{i}").to(device) for i in range(count)),
                    tuple(file.get_tensor(f"{run}.velocity.{i}").to(device) for i in range(count)),
                    tuple(Epoch(**record) for record in history),
                )
                for run, history in enumerate(histories)
            )
    except (SafetensorError, ArithmeticError, KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path} holds no state of a training ({error}): delete it and train again") from None
    return states, about


def evaluate(logits: Logits, parameters: Sequence[Tensor], batches: Iterable[Batch]) -> tuple[float, float]:
    """The mean cross entropy and the part of examples whose largest logit is that of the label.

    Every example counts alike, whatever the sizes of the batches.

    Raises: ValueError without examples.

    >>> data = [(torch.eye(2), torch.tensor([0, 1])), (torch.eye(2)[:1], torch.tensor([1]))]
    >>> evaluate(lambda parameters, inputs: inputs, [], data)[1]
    0.6666666666666666
    """
    total, right, examples = 0.0, 0, 0
    with torch.no_grad():
        for inputs, labels in batches:
            scores = logits(parameters, inputs)
            total += functional.cross_entropy(scores, labels, reduction="sum").item()
            right += int((scores.argmax(1) == labels).sum())
            examples += len(labels)
    if not examples:
        raise ValueError("there are no examples")
    return total / examples, right / examples


def shuffled(inputs: Tensor, labels: Tensor, size: int, seed: int) -> Callable[[int], list[Batch]]:
    """Batches for :func:`train`: in each epoch another order, the same for the same seed and epoch, on any device.

    Args:
      inputs: shape (n, …).
      labels: shape (n,), on the same device.
      size: of each batch but the last, which has what is left.
      seed: whole, at least 0.

    >>> order = shuffled(torch.arange(5), torch.arange(5), 2, seed=0)
    >>> [len(labels) for _, labels in order(0)], order(3)[0][1].equal(order(3)[0][1])
    ([2, 2, 1], True)
    """

    def batches(epoch: int) -> list[Batch]:
        generator = torch.Generator().manual_seed(1_000_003 * seed + epoch)
        # Drawn on the CPU, so that it is the same on every device; moved once, since each batch would wait for a copy.
        order = torch.randperm(len(labels), generator=generator).to(labels.device)
        return [(inputs[chosen], labels[chosen]) for chosen in torch.split(order, size)]

    return batches


def rates_of_the_lagging_loop(schedule: Callable[[int], float], epochs: int, built_with: float) -> list[float]:
    """The rates that a loop uses which writes ``schedule(t)`` into the optimizer at the end of epoch t.

    >>> rates_of_the_lagging_loop(lambda t: t / 10, 4, built_with=0.3)
    [0.3, 0.0, 0.1, 0.2]
    """
    return [built_with, *(float(schedule(t)) for t in range(epochs - 1))][:epochs]
