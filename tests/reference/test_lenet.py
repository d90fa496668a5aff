"""LeNet against torch's own layers."""

import doctest

import pytest
import torch
from torch import nn

from reference import lenet
from reference.lenet import COUNTS, SHAPES, initial, logits, logits_abreast


def module(parameters: tuple[torch.Tensor, ...]) -> nn.Module:
    """The same network from torch's layers."""
    model = nn.Sequential(
        *(nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten()),
        *(nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10)),
    ).to(parameters[0].dtype)
    with torch.no_grad():
        for own, parameter in zip(model.parameters(), parameters, strict=True):
            own.copy_(parameter)
    return model


def test_counts():
    assert COUNTS == (156, 2416, 48120, 10164, 850)
    assert sum(COUNTS) == 61_706


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("seed", [0, 7])
def test_agrees_with_the_layers_of_torch(seed, dtype):
    parameters = initial(seed, dtype)
    images = torch.randn(3, 1, 28, 28, generator=torch.Generator().manual_seed(seed)).to(dtype)
    assert torch.allclose(logits(parameters, images), module(parameters)(images), atol=1e-5)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("networks", [1, 3])
def test_several_abreast_give_what_each_gives(networks, dtype):
    each = [tuple(p.requires_grad_() for p in initial(seed, dtype)) for seed in range(networks)]
    images = torch.randn(5, 1, 28, 28, generator=torch.Generator().manual_seed(1)).to(dtype)
    stacked = [torch.stack(same) for same in zip(*each, strict=True)]
    together = logits_abreast(stacked, images)
    assert together.shape == (networks, 5, 10)
    weighted = torch.randn(5, 10, generator=torch.Generator().manual_seed(2)).to(dtype)
    for scores, parameters in zip(together, each, strict=True):
        alone = logits(parameters, images)
        torch.testing.assert_close(scores, alone, rtol=1e-4, atol=1e-5)
        gradients = torch.autograd.grad((alone * weighted).sum(), parameters)
        abreast = torch.autograd.grad((scores * weighted).sum(), parameters, retain_graph=True)
        torch.testing.assert_close(abreast, gradients, rtol=1e-3, atol=1e-4)


def test_initial_weights_lie_within_their_bounds():
    for shape, parameter in zip(SHAPES, initial(3), strict=True):
        assert tuple(parameter.shape) == shape
        if len(shape) == 1:
            assert not parameter.any()
    bound = (6 / (25 * 7)) ** 0.5
    first = initial(3)[0].abs().max()
    assert 0.9 * bound < first <= bound
    assert initial(3)[2].equal(initial(3)[2])
    assert not initial(3)[2].equal(initial(4)[2])


def test_initial_is_the_same_in_double_precision():
    for single, double in zip(initial(5), initial(5, torch.float64), strict=True):
        assert double.dtype == torch.float64
        assert torch.equal(single, double.float())


def test_leaves_the_common_generator_alone():
    before = torch.get_rng_state()
    initial(1)
    assert before.equal(torch.get_rng_state())


@pytest.mark.parametrize("shape", [(1, 28, 28), (2, 3, 28, 28), (2, 1, 32, 32)])
def test_refuses_other_images(shape):
    with pytest.raises(ValueError, match="shape"):
        logits(initial(0), torch.zeros(shape))


def test_refuses_other_parameters():
    with pytest.raises(ValueError, match="10 parameters, got 9"):
        logits(initial(0)[:-1], torch.zeros(1, 1, 28, 28))


def test_doctests():
    assert doctest.testmod(lenet).failed == 0
