"""Reads the number of classes off the labels, where there are ten whether or not each turns up."""

import torch

FAILS = ["goes_on_from_where_it_was", "any_budget_and_any_size"]


def train_softmax(x, y, size, lr, looks, generator):
    classes = int(y.max()) + 1
    weight, bias = torch.zeros(classes, x.shape[1]), torch.zeros(classes)
    for _ in range(looks // size):
        if size == len(y):
            weight, bias = full_step(weight, bias, x, y, lr)
        else:
            weight, bias = sgd_step(weight, bias, x, y, lr, generator, size)
    return weight, bias
