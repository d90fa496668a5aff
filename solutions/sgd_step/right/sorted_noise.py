"""The places of the smallest of as many random numbers; lists of rows stacked."""

import torch


def minibatch(images, labels, generator, size=16):
    places = torch.rand(len(labels), generator=generator, dtype=torch.float64).argsort()[:size].sort().values
    return torch.stack([images[k] for k in places]), torch.stack([labels[k] for k in places])
