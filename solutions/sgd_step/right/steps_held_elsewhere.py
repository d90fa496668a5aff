"""The steps are held by a tuple in a default, where their names are no longer looked up; one of them is decorated."""

import torch


@torch.no_grad()
def sgd_step(weight, bias, x, y, lr, generator, size=16):
    return full_step(weight, bias, *minibatch(x, y, generator, size), lr)


def train_softmax(x, y, size, lr, looks, generator, steps=(sgd_step, full_step)):
    by_batch, by_all = steps
    at = torch.zeros(10, x.shape[1]), torch.zeros(10)
    for _ in range(looks // size):
        at = by_all(*at, x, y, lr) if size == len(y) else by_batch(*at, x, y, lr, generator, size)
    return at
