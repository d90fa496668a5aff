"""What a handed-in training claims, measured again on weights that are data, apart from whoever trained them.

Weights come *packed*: the parameters of the network in the order of their sizes, which are all different, in one vector
of half-precision numbers.
"""

import functools
import hashlib
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from reference import lenet, lessons
from reference.data import Data
from reference.experiments import EXPERIMENTS, INITIAL, LESSONS, TRAININGS
from reference.training import ABREAST, abreast, accuracies


@dataclass(frozen=True)
class Network:
    """What weights are those of.

    Attributes:
      shapes: of the parameters, all of different sizes.
      initial: the first weights of a seed.
    """

    name: str
    shapes: tuple[tuple[int, ...], ...]
    initial: Callable[[int], tuple[Tensor, ...]]

    @property
    def sizes(self) -> list[int]:
        """The numbers of the parameters, in order."""
        return sorted(math.prod(shape) for shape in self.shapes)


LENET = Network("LeNet", lenet.SHAPES, lenet.initial)
PERCEPTRON = Network("The network of 32 hidden units", lessons.SHAPES, lessons.initial)


def lenet_of(experiment: str) -> Network:
    """LeNet with the first weights that the runs of this training begin with."""
    return Network(LENET.name, lenet.SHAPES, INITIAL[TRAININGS[experiment].initial])


def packed(parameters: Sequence[Tensor]) -> Tensor:
    """Parameters as one vector, float16; LeNet's has the shape (61706,)."""
    return torch.cat([parameter.reshape(-1) for parameter in sorted(parameters, key=Tensor.numel)]).half()


def unpacked(vector: Tensor, network: Network = LENET) -> tuple[Tensor, ...]:
    """The parameters that were :func:`packed`, in float32.

    Raises: ValueError for a vector that is none of the network's, or holds numbers that are not finite.
    """
    sizes = network.sizes
    if vector.shape != (sum(sizes),):
        raise ValueError(f"{network.name} has {sum(sizes):,} parameters, these are {vector.numel():,} numbers")
    if not torch.isfinite(vector).all():
        raise ValueError("some of the weights are not finite")
    by_size = dict(zip(sizes, torch.split(vector.float(), sizes), strict=True))
    return tuple(by_size[math.prod(shape)].reshape(shape) for shape in network.shapes)


class OtherNumbers(Exception):
    """The student's torch draws or computes other numbers than ours, so what depends on them cannot be compared."""


DRAWS, NUMBERS = 14, 26


def canary() -> Tensor:
    """What a notebook keeps with its runs: `DRAWS` draws, and the weights after one step of training; shape (`NUMBERS`,)."""
    generator = torch.Generator().manual_seed(7)
    draws = [torch.rand(3, generator=generator), torch.randn(3, generator=generator)]
    draws += [torch.randperm(8, generator=generator).float()]
    inputs, weights = (torch.randn(n, generator=generator).reshape(-1, 4) for n in (32, 12))
    weights.requires_grad_()
    (slope,) = torch.autograd.grad(cross_entropy(inputs @ weights.T, torch.arange(8) % 3), weights)
    return torch.cat([*draws, (weights - 0.5 * slope).detach().flatten()])


def same_numbers(kept: Tensor) -> None:
    """Raises `OtherNumbers` unless these `NUMBERS` are those of :func:`canary`, up to the rounding of a logarithm."""
    ours = canary()
    same = torch.isclose(kept.to(ours.dtype), ours, rtol=1e-4, atol=1e-5)
    if not same.all():
        what = "computes" if same[:DRAWS].all() else "draws"
        raise OtherNumbers(f"this torch ({torch.__version__}) {what} other numbers than the one that trained")


@functools.cache
def pictures(experiment: str, data: str) -> Data:
    """The pictures of an experiment, read once. Raises: as :meth:`Experiment.data`."""
    return EXPERIMENTS[experiment].data(data)


def rescored(experiment: str, data: str, weights: Sequence[Tensor]) -> list[float]:
    """The test accuracy of packed weights, a few networks at a time; the same weights are measured once.

    Raises: ValueError as :func:`unpacked`.
    """
    shown, known = pictures(experiment, data), accuracies_known(experiment, data)
    names = [hashlib.sha256(vector.numpy().tobytes()).digest() for vector in weights]
    missing = {name: vector for name, vector in zip(names, weights, strict=True) if name not in known}
    for start in range(0, len(missing), ABREAST):
        some = list(missing)[start : start + ABREAST]
        parameters = abreast([unpacked(missing[name]) for name in some])
        found = accuracies(lenet.logits_abreast, parameters, shown.test_images, shown.test_labels)
        known.update(zip(some, found, strict=True))
    return [known[name] for name in names]


@functools.cache
def accuracies_known(experiment: str, data: str) -> dict[bytes, float]:
    """What has been measured, by the SHA-256 of the packed weights."""
    return {}


@functools.lru_cache(maxsize=4096)
def relearnt(experiment: str, data: str, weights: bytes) -> tuple[float, ...]:
    """The accuracies of `lessons.FIGURES` of packed weights (as bytes, so that the same weights are measured once)."""
    vector = torch.frombuffer(bytearray(weights), dtype=torch.float16)
    return lessons.measured(unpacked(vector, PERCEPTRON), *both_tasks(experiment, data))


@functools.cache
def both_tasks(experiment: str, data: str) -> tuple[lessons.Task, lessons.Task]:
    """Task A and task B of the lessons. Raises: as :func:`pictures`."""
    shown = pictures(experiment, data)
    return lessons.task(shown, 0), lessons.task(shown, 5)


@functools.lru_cache(maxsize=256)
def lessons_again(experiment: str, data: str, remedy: str, seed: int) -> tuple[lessons.Parameters, lessons.Parameters]:
    """The parameters after A and after B of one run, trained here and now."""
    return LESSONS[experiment].after(remedy, seed, *both_tasks(experiment, data))


@dataclass(frozen=True)
class Kinship:
    """How last weights look beside first ones, of each layer.

    Attributes:
      likeness: the cosine of the angle between the two; near 0 for those of another seed, 1 for the same.
      travelled: the length of the difference, as a part of the first weights' length.
    """

    likeness: tuple[float, ...]
    travelled: tuple[float, ...]


def kinship(weights: Sequence[Tensor], seed: int, network: Network = LENET) -> Kinship:
    """Last weights beside the first weights of a seed: training turns them a little, another seed altogether."""
    first = [w for w in _initial(network, seed) if w.dim() > 1]
    pairs = [(w.flatten(), f.flatten()) for w, f in zip([w for w in weights if w.dim() > 1], first, strict=True)]
    return Kinship(
        tuple(float(torch.cosine_similarity(w, f, dim=0)) for w, f in pairs),
        tuple(float((w - f).norm() / f.norm()) for w, f in pairs),
    )


@functools.lru_cache(maxsize=256)
def _initial(network: Network, seed: int) -> tuple[Tensor, ...]:
    return network.initial(seed)


@functools.lru_cache(maxsize=256)
def first_loss(experiment: str, configuration: str, data: str, seed: int) -> float:
    """The training loss of the first epoch of a run, trained here and now."""
    trained, shown = TRAININGS[experiment], pictures(experiment, data)
    return next(trained.run(configuration, seed, shown)).records[0].loss
