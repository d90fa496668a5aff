"""Two lessons, one after the other: what the second leaves of the first, with a remedy and without.

Task A has the classes 0 to 4, task B 5 to 9, of pictures shrunk to 14 × 14. A small network learns A, then B:

    196 → linear 32 → ReLU → linear 10

each by SGD with momentum and weight decay on batches drawn from the seed. A remedy is made of A's lesson and helps
during B's: `replay` mixes examples of A into each batch (Robins, Catastrophic forgetting, rehearsal and pseudorehearsal,
1995), `springs` are elastic weight consolidation (Kirkpatrick et al., Overcoming catastrophic forgetting in neural
networks, 2017), `locks` freeze all that computes the scores of A's classes.

All that is drawn is drawn on the CPU, the same for every device, and moved to where the pictures are.
"""

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import torch
from torch import Tensor
from torch.nn import functional

from reference.continual import ewc_gradient, fisher_diagonal
from reference.data import Data, fashion_mnist, patterns
from reference.lenet import glorot

Parameters: TypeAlias = tuple[Tensor, ...]

SHAPES = ((32, 196), (32,), (10, 32), (10,))
REMEDIES = ("none", "replay", "springs", "locks")
REPLAYED = ("none", "springs", "locks")
"""Those in which nothing is random once the seed is known: with replay, any fair sample will do."""

FIGURES = ("A", "A, told", "B")
"""Accuracies: on A among all ten classes, on A among its own five, on B among all ten."""

BATCH, RATE, MOMENTUM, DECAY = 32, 0.05, 0.9, 1e-4
MEMORY, LOOKED_AT, STRENGTH = 100, 50, 50.0
"""What a remedy has: examples kept, examples that the Fisher information is taken from, λ."""


def initial(seed: int) -> Parameters:
    """First weights from a seed, of `SHAPES`: Glorot's rule, biases 0."""
    return tuple(torch.zeros(shape) if len(shape) == 1 else glorot(shape, seed) for shape in SHAPES)


def logits(parameters: Sequence[Tensor], x: Tensor) -> Tensor:
    """The ten scores; x has the shape (n, 196), or (196,) for one picture."""
    w1, b1, w2, b2 = parameters
    return functional.linear(functional.linear(x, w1, b1).relu(), w2, b2)


@dataclass(frozen=True)
class Task:
    """Five of the ten classes.

    Attributes:
      first: the first of them.
      x, y: to learn from: pixels of shape (n, 196), centred, and labels of shape (n,).
      test_x, test_y: to measure with.
    """

    first: int
    x: Tensor
    y: Tensor
    test_x: Tensor
    test_y: Tensor


def task(data: Data, first: int) -> Task:
    """The five classes from `first` on, shrunk to 14 × 14 pixels."""
    parts: list[Tensor] = []
    for images, labels in ((data.images, data.labels), (data.test_images, data.test_labels)):
        mine = (labels >= first) & (labels < first + 5)
        parts += [functional.avg_pool2d(images[mine], 2).flatten(1) - 0.3, labels[mine]]
    return Task(first, *parts)


def measured(parameters: Parameters, a: Task, b: Task) -> tuple[float, ...]:
    """The accuracies of `FIGURES`."""
    with torch.no_grad():
        on_a, on_b = logits(parameters, a.test_x), logits(parameters, b.test_x)
    told = on_a[:, a.first : a.first + 5].argmax(1) + a.first
    right = (on_a.argmax(1) == a.test_y, told == a.test_y, on_b.argmax(1) == b.test_y)
    return tuple(int(each.sum()) / len(each) for each in right)


@dataclass(frozen=True)
class Hooks:
    """Where a remedy takes hold of a step: the batch, the gradient (before weight decay), what may move."""

    batch: Callable[[Tensor, Tensor], tuple[Tensor, Tensor]] | None = None
    pull: Callable[[Parameters], Sequence[Tensor]] | None = None
    free: tuple[Tensor, ...] | None = None


def lesson(
    parameters: Parameters, x: Tensor, y: Tensor, steps: int, seed: int, hooks: Hooks | None = None
) -> Parameters:
    """The parameters after so many steps on batches that are drawn, with repeats, from (x, y).

    With g the gradient of the mean cross entropy, and of what a remedy adds:
    v ← 0.9 v + g + 0.0001 θ,  θ ← θ − 0.05 v, v = 0 at first.
    """
    hooks = hooks or Hooks()
    generator = torch.Generator().manual_seed(seed)
    velocities = [torch.zeros_like(parameter) for parameter in parameters]
    for _ in range(steps):
        drawn = torch.randint(len(y), (BATCH,), generator=generator).to(y.device)
        some, classes = x[drawn], y[drawn]
        if hooks.batch:
            some, classes = hooks.batch(some, classes)
        weights = [parameter.detach().requires_grad_() for parameter in parameters]
        gradients = torch.autograd.grad(functional.cross_entropy(logits(weights, some), classes), weights)
        if hooks.pull:
            gradients = tuple(g + pull for g, pull in zip(gradients, hooks.pull(parameters), strict=True))
        velocities = [MOMENTUM * v + g + DECAY * w for v, g, w in zip(velocities, gradients, parameters, strict=True)]
        moved = tuple(w - RATE * v for w, v in zip(parameters, velocities, strict=True))
        parameters = (
            tuple(torch.where(free, new, old) for free, new, old in zip(hooks.free, moved, parameters, strict=True))
            if hooks.free
            else moved
        )
    return parameters


def remedy(name: str, parameters: Parameters, a: Task, seed: int) -> Hooks:
    """What is made of A's lesson, its last parameters and its examples. Raises ValueError for another name."""
    if name == "none":
        return Hooks()
    if name == "replay":
        generator = torch.Generator().manual_seed(1_000_003 * seed + 2)
        # Any fair sample has the same distribution as the student's reservoir, though not the same draws.
        kept = torch.randperm(len(a.y), generator=generator)[:MEMORY].to(a.y.device)
        return Hooks(batch=functools.partial(_mixed, a.x[kept], a.y[kept], generator))
    if name == "springs":
        flat = torch.cat([parameter.flatten() for parameter in parameters])
        fisher = unflat(fisher_diagonal(lambda theta, x: logits(unflat(theta), x), flat, a.x[:LOOKED_AT]))
        return Hooks(pull=functools.partial(_pull, parameters, fisher))
    if name == "locks":
        return Hooks(free=tuple(mask.to(a.x.device) for mask in free(a.first)))
    raise ValueError(f"no remedy is called {name!r}")


def free(first: int) -> tuple[Tensor, ...]:
    """Which entries locks leave free, once the task with the five classes from `first` on is learnt: all other rows of scores."""
    masks = [torch.zeros(shape, dtype=torch.bool) for shape in SHAPES]
    for mask in masks[2:]:
        mask[:] = True
        mask[first : first + 5] = False
    return tuple(masks)


def unflat(vector: Tensor) -> Parameters:
    """Parameters of `SHAPES` from one vector."""
    sizes = [torch.Size(shape).numel() for shape in SHAPES]
    return tuple(part.reshape(shape) for part, shape in zip(torch.split(vector, sizes), SHAPES, strict=True))


def _mixed(
    memory_x: Tensor, memory_y: Tensor, generator: torch.Generator, x: Tensor, y: Tensor
) -> tuple[Tensor, Tensor]:
    drawn = torch.randperm(len(memory_y), generator=generator)[:BATCH].to(memory_y.device)
    return torch.cat([x, memory_x[drawn]]), torch.cat([y, memory_y[drawn]])


def _pull(anchor: Parameters, fisher: Parameters, parameters: Parameters) -> list[Tensor]:
    return [ewc_gradient(p, a, f, STRENGTH) for p, a, f in zip(parameters, anchor, fisher, strict=True)]


@dataclass(frozen=True)
class Lessons:
    """Lessons in A and then B, once for each remedy and seed.

    Attributes:
      steps: of each lesson.
      images, test: how many pictures of Fashion-MNIST to learn from and to measure with: the first of either set.
    """

    name: str
    steps: int
    images: int
    test: int
    configurations: tuple[str, ...] = REMEDIES
    figures: tuple[str, ...] = FIGURES
    moments: int = 2

    def data(self, name: str) -> Data:
        """The first pictures of Fashion-MNIST, or 4,000 made-up patterns. Raises: NoData, ValueError."""
        if name == "stand-in":
            return patterns(3000, 1000)
        if name != "fashion-mnist":
            raise ValueError(f"no data are called {name!r}")
        return fashion_mnist().first(self.images, self.test)

    def after(self, configuration: str, seed: int, a: Task, b: Task) -> tuple[Parameters, Parameters]:
        """The parameters after A and after B."""
        start = tuple(parameter.to(a.x.device) for parameter in initial(seed))
        first = lesson(start, a.x, a.y, self.steps, seed)
        return first, lesson(first, b.x, b.y, self.steps, seed, remedy(configuration, first, a, seed))

    def rows(
        self, configurations: Sequence[str], seed: int, data: Data, checkpoint: Path | None = None
    ) -> tuple[tuple[tuple[float, ...], ...], ...]:
        """The figures after A and after B, of one run of each; they take a fraction of a second, and nothing is kept between."""
        a, b = task(data, 0), task(data, 5)
        return tuple(
            tuple(measured(parameters, a, b) for parameters in self.after(name, seed, a, b)) for name in configurations
        )

    def described(self) -> dict[str, object]:
        """What was trained, as data."""
        return {
            "steps": self.steps,
            "batch": BATCH,
            "rate": RATE,
            "momentum": MOMENTUM,
            "decay": DECAY,
            "memory": MEMORY,
            "looked at": LOOKED_AT,
            "strength": STRENGTH,
        }


LAPTOP_LESSONS = Lessons(name="beyond-laptop", steps=200, images=10_000, test=2_000)
"""What a laptop does in seconds."""

FULL_LESSONS = Lessons(name="beyond-full", steps=1000, images=60_000, test=10_000)
"""All pictures, and each of them about once in a lesson: about a minute."""
