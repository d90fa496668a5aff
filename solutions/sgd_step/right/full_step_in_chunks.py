"""The full gradient summed up in chunks that need not be of one size."""

import torch


def full_step(weight, bias, x, y, lr):
    slope, lift = torch.zeros_like(weight), torch.zeros_like(bias)
    for few, its in zip(x.split(1000), y.split(1000), strict=True):
        _, one, two = loss_and_gradient(weight, bias, few, its)
        slope += one * len(its) / len(y)
        lift += two * len(its) / len(y)
    return [weight - lr * slope, bias - lr * lift]


def sgd_step(weight, bias, x, y, lr, generator, size=16):
    few, its = minibatch(x, y, generator, size)
    _, slope, lift = loss_and_gradient(weight, bias, few, its)
    return [torch.add(weight, slope, alpha=-lr), torch.add(bias, lift, alpha=-lr)]
