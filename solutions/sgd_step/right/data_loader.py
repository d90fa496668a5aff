"""A DataLoader with a RandomSampler for the minibatch, functional autograd for the gradient."""

import torch
from torch.utils.data import DataLoader, TensorDataset


def minibatch(images, labels, generator, size=16):
    data = TensorDataset(images, labels)
    sampler = torch.utils.data.RandomSampler(data, generator=generator)
    places = [next(iter(torch.utils.data.BatchSampler(sampler, size, drop_last=False)))]
    x, y = next(iter(DataLoader(data, batch_sampler=places, generator=generator)))
    return x, y


def loss_and_gradient(weight, bias, x, y):
    def cost(w, b):
        return torch.nn.functional.cross_entropy(torch.nn.functional.linear(x, w, b), y)

    (slope, lift), value = torch.func.grad_and_value(cost, argnums=(0, 1))(weight, bias)
    return value, slope, lift
