"""The answers to `sgd_step`: a minibatch, a step, a stopwatch and a likelihood."""

import itertools
import math

import torch

# ruff: noqa: F821 (`time`, `wait_for_device` and the eight examples are given in the notebook)


def minibatch(images, labels, generator, size=16):
    """A shuffled pack of places, and the first few of it: equally likely, no place twice."""
    places = torch.randperm(len(labels), generator=generator)[:size]
    return images[places], labels[places]


def loss_and_gradient(weight, bias, x, y):
    """What the model said minus what was true, times what it saw."""
    log_p = (x @ weight.T + bias).log_softmax(1)  # subtracts the largest score: safe at any size
    mine = torch.nn.functional.one_hot(y, len(bias)).to(log_p.dtype)
    error = log_p.exp() - mine
    return -(log_p * mine).sum(1).mean(), error.T @ x / len(y), error.mean(0)


def full_step(weight, bias, x, y, lr):
    """New parameters; the old ones stay."""
    _, slope, lift = loss_and_gradient(weight, bias, x, y)
    return weight - lr * slope, bias - lr * lift


def sgd_step(weight, bias, x, y, lr, generator, size=16):
    """To a minibatch, SGD is a full step on the only data there are."""
    return full_step(weight, bias, *minibatch(x, y, generator, size), lr)


def time_ratio(a, b, repeats=9, warmup=2, clock=time.perf_counter, synchronize=wait_for_device):
    """Pairs of measurements in turn; the ratio within each pair, where the machine was in one mood."""

    def measure(job):
        batch = job.load()
        synchronize()  # what loading left to be done is done before the clock starts
        begin = clock()
        job.step(batch)
        synchronize()
        return clock() - begin

    pairs = [(measure(a), measure(b)) for _ in range(warmup + repeats)]
    ratios = sorted(second / first for first, second in pairs[warmup:])
    return ratios[0], ratios[repeats // 2], ratios[-1]


def likelihood_gradient(cost, slope, count):
    """The chain rule: d exp(−n·C) = −n · exp(−n·C) · dC."""
    return -count * math.exp(-count * cost) * slope


def first_zero(dtype):
    """The first point of a fine grid at which exp(−x) is exactly 0."""
    grid = torch.arange(0, 800, 1 / 64, dtype=torch.float64)
    return grid[torch.exp(-grid.to(dtype)) == 0][0].item()


zero_32 = first_zero(torch.float32)  # 150 ln 2: half the smallest subnormal, 2^−150, rounds to zero
zero_64 = first_zero(torch.float64)  # 1075 ln 2
# A model that knows nothing gives each label 1/10: L = 10^−#Data. The class of 60,000 would need 10^−60,000.
images_32 = math.floor(zero_32 / math.log(10))
images_64 = math.floor(zero_64 / math.log(10))


def mean_over_batches(estimate, count, size):
    """Every minibatch once: the expectation itself, no sampling."""
    return torch.stack([estimate(torch.tensor(b)) for b in itertools.combinations(range(count), size)]).mean(0)


# 0.7, which is ∂C/∂w; and −2.26e-3, which is 485 times ∂L/∂w = −4.66e-6. With minibatches of one even the sign is wrong.
mean_slope = mean_over_batches(lambda batch: example_slopes[batch].mean(), 8, 2)
mean_likelihood_slope = mean_over_batches(
    lambda batch: likelihood_gradient(example_costs[batch].mean(), example_slopes[batch].mean(), 8), 8, 2
)
why_not_likelihood = "c"


def train_softmax(x, y, size, lr, looks, generator):
    """As many steps as the budget pays for, each from where the one before ended."""
    weight, bias = torch.zeros(10, x.shape[1]), torch.zeros(10)
    for _ in range(looks // size):
        if size == len(y):
            weight, bias = full_step(weight, bias, x, y, lr)
        else:
            weight, bias = sgd_step(weight, bias, x, y, lr, generator, size)
    return weight, bias
