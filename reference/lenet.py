"""LeNet for images of 28 × 28, with ReLU and max pooling: a pure function of its parameters and the images.

    image (1, 28, 28)
    → convolution 5 × 5, padding 2, 6 channels → ReLU → max pooling 2 × 2      (6, 14, 14)
    → convolution 5 × 5, 16 channels           → ReLU → max pooling 2 × 2      (16, 5, 5)
    → flatten (400) → linear 120 → ReLU → linear 84 → ReLU → linear 10         logits

(LeCun et al., Gradient-Based Learning Applied to Document Recognition, 1998, had hyperbolic tangents, subsampling with
weights and an output layer of radial basis functions.)

>>> sum(parameter.numel() for parameter in initial(seed=0))
61706
"""

import math
from collections.abc import Sequence
from typing import TypeAlias

import torch
from torch import Tensor
from torch.nn import functional

Parameters: TypeAlias = tuple[Tensor, ...]

SHAPES = (
    *((6, 1, 5, 5), (6,)),
    *((16, 6, 5, 5), (16,)),
    *((120, 400), (120,)),
    *((84, 120), (84,)),
    *((10, 84), (10,)),
)
"""The shapes of the parameters, weight and bias in turn."""

COUNTS = tuple(math.prod(weight) + math.prod(bias) for weight, bias in zip(SHAPES[::2], SHAPES[1::2], strict=True))
"""The number of parameters of each of the five layers."""


def initial(seed: int, dtype: torch.dtype = torch.float32) -> Parameters:
    """Parameters to begin with: weights uniform in ±√(6 / (fan in + fan out)), biases 0.

    (Glorot & Bengio, Understanding the Difficulty of Training Deep Feedforward Neural Networks, 2010, equation 16.)
    The fans of a convolution are its channels times the 25 places of its kernel.

    Returns: tensors of `SHAPES`, the same for the same seed.

    >>> [tuple(parameter.shape) for parameter in initial(seed=0)][:2]
    [(6, 1, 5, 5), (6,)]
    """
    return tuple(
        torch.zeros(shape, dtype=dtype) if len(shape) == 1 else glorot(shape, seed).to(dtype) for shape in SHAPES
    )


def initial_of_torch(seed: int, dtype: torch.dtype = torch.float32) -> Parameters:
    """Parameters as torch's layers begin when nobody says otherwise: weights and biases uniform in ±1/√(fan in).

    These are smaller than those of :func:`initial`, by a factor of 1.7 where a layer has as many inputs as outputs, and a
    training that begins with them takes some epochs longer.

    Returns: tensors of `SHAPES`, the same for the same seed.

    >>> weight, bias = initial_of_torch(seed=0)[:2]
    >>> bool(weight.abs().max() <= 0.2), bool((bias != 0).all())
    (True, True)
    """
    inputs = [math.prod(weight[1:]) for weight in SHAPES[::2] for _ in ("weight", "bias")]
    return tuple(_uniform(shape, seed, 1 / math.sqrt(fan)).to(dtype) for shape, fan in zip(SHAPES, inputs, strict=True))


def logits(parameters: Sequence[Tensor], images: Tensor) -> Tensor:
    """The ten scores of each image, before any softmax.

    Args:
      parameters: of `SHAPES`.
      images: shape (n, 1, 28, 28), of the parameters' dtype.

    Returns: shape (n, 10).

    Raises: ValueError for another number of parameters or images of another shape.

    >>> logits(initial(seed=0), torch.zeros(3, 1, 28, 28)).shape
    torch.Size([3, 10])
    """
    if len(parameters) != len(SHAPES):
        raise ValueError(f"LeNet has {len(SHAPES)} parameters, got {len(parameters)}")
    if images.shape[1:] != (1, 28, 28):
        raise ValueError(f"the images must have the shape (n, 1, 28, 28), got {tuple(images.shape)}")
    w1, b1, w2, b2, w3, b3, w4, b4, w5, b5 = parameters
    # Pooling and ReLU may change places, and pooling first leaves the ReLU a quarter of the numbers.
    x = functional.max_pool2d(functional.conv2d(images, _channels_last(w1), b1, padding=2), 2).relu()
    x = functional.max_pool2d(functional.conv2d(x, _channels_last(w2), b2), 2).relu().flatten(1)
    x = functional.linear(x, w3, b3).relu()
    x = functional.linear(x, w4, b4).relu()
    return functional.linear(x, w5, b5)


def logits_abreast(parameters: Sequence[Tensor], images: Tensor) -> Tensor:
    """The scores that several networks give to the same images: as :func:`logits`, in one pass for all.

    The first convolution has the channels of all networks, the second those of each in a group.

    Args:
      parameters: of `SHAPES`, each with a first dimension more, which is that of the networks.
      images: shape (n, 1, 28, 28), of the parameters' dtype.

    Returns: shape (networks, n, 10).

    >>> two = [torch.stack(both) for both in zip(initial(0), initial(1))]
    >>> logits_abreast(two, torch.zeros(3, 1, 28, 28)).shape
    torch.Size([2, 3, 10])
    """
    w1, b1, w2, b2, w3, b3, w4, b4, w5, b5 = parameters
    networks = len(w1)
    x = functional.conv2d(images, _channels_last(w1.flatten(0, 1)), b1.flatten(), padding=2)
    x = functional.max_pool2d(x, 2).relu()
    x = functional.conv2d(x, _channels_last(w2.flatten(0, 1)), b2.flatten(), groups=networks)
    x = functional.max_pool2d(x, 2).relu()
    x = x.reshape(len(images), networks, -1).transpose(0, 1)
    x = torch.baddbmm(b3.unsqueeze(1), x, w3.mT).relu()
    x = torch.baddbmm(b4.unsqueeze(1), x, w4.mT).relu()
    return torch.baddbmm(b5.unsqueeze(1), x, w5.mT)


def _channels_last(kernels: Tensor) -> Tensor:
    """The kernels in the order in which the CPU's convolutions and poolings are fastest; what follows keeps that order.

    A copy, since `contiguous` leaves kernels of one channel as they are, whose order is either.
    """
    return kernels.clone(memory_format=torch.channels_last)


def glorot(shape: tuple[int, ...], seed: int) -> Tensor:
    """The first weights of one layer, as in :func:`initial`; for a linear layer, the fans are its two sides.

    Each tensor has a generator of its own, so that a network that lists its layers otherwise begins the same.
    """
    return _uniform(shape, seed, math.sqrt(6 / (math.prod(shape[2:]) * (shape[0] + shape[1]))))


def _uniform(shape: tuple[int, ...], seed: int, bound: float) -> Tensor:
    generator = torch.Generator().manual_seed(1_000_003 * seed + math.prod(shape))
    return (2 * torch.rand(shape, generator=generator) - 1) * bound
