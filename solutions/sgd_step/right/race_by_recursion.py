"""Trains from the end backwards: a run on a budget is a run on one step less, and a step."""

import torch


def train_softmax(x, y, size, lr, looks, generator):
    if looks < size:
        return torch.zeros(10, x.shape[-1]), torch.zeros(10)
    weight, bias = train_softmax(x, y, size, lr, looks - size, generator)
    if size < len(x):
        return sgd_step(weight, bias, x, y, lr, generator, size)
    return full_step(weight, bias, x, y, lr)
