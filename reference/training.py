"""Training a classifier with SGD, as a pure function: same parameters, batches and rates, same result.

A model is a function ``logits(parameters, inputs)``; a batch is a pair of inputs and labels. The rate of an epoch is
known before its first step, and all its steps use it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import torch
from torch import Tensor
from torch.nn import functional

Logits: TypeAlias = Callable[[Sequence[Tensor], Tensor], Tensor]
Batch: TypeAlias = tuple[Tensor, Tensor]


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
    weights = [parameter.detach().clone().requires_grad_() for parameter in parameters]
    velocities = [torch.zeros_like(weight) for weight in weights]
    rates, losses, steps = [], [], 0
    for epoch in range(epochs):
        rate, total, examples = float(schedule(epoch)), 0.0, 0
        for inputs, labels in batches(epoch):
            loss = functional.cross_entropy(logits(weights, inputs), labels)
            gradients = torch.autograd.grad(loss, weights)
            with torch.no_grad():
                for weight, velocity, gradient in zip(weights, velocities, gradients, strict=True):
                    velocity.mul_(momentum).add_(gradient)
                    weight.sub_(rate * velocity)
            total, examples, steps = total + loss.item() * len(labels), examples + len(labels), steps + 1
        if not examples:
            raise ValueError(f"epoch {epoch} has no examples")
        rates.append(rate)
        losses.append(total / examples)
    return Run(tuple(weight.detach() for weight in weights), tuple(rates), tuple(losses), steps)


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
    """Batches for :func:`train`: in each epoch another order, the same for the same seed and epoch.

    Args:
      inputs: shape (n, …).
      labels: shape (n,).
      size: of each batch but the last, which has what is left.
      seed: whole, at least 0.

    >>> order = shuffled(torch.arange(5), torch.arange(5), 2, seed=0)
    >>> [len(labels) for _, labels in order(0)], order(3)[0][1].equal(order(3)[0][1])
    ([2, 2, 1], True)
    """

    def batches(epoch: int) -> list[Batch]:
        generator = torch.Generator().manual_seed(1_000_003 * seed + epoch)
        order = torch.randperm(len(labels), generator=generator)
        return [(inputs[chosen], labels[chosen]) for chosen in torch.split(order, size)]

    return batches


def rates_of_the_lagging_loop(schedule: Callable[[int], float], epochs: int, built_with: float) -> list[float]:
    """The rates that a loop uses which writes ``schedule(t)`` into the optimizer at the end of epoch t.

    >>> rates_of_the_lagging_loop(lambda t: t / 10, 4, built_with=0.3)
    [0.3, 0.0, 0.1, 0.2]
    """
    return [built_with, *(float(schedule(t)) for t in range(epochs - 1))][:epochs]
