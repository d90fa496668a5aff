"""A minibatch whose labels are a list of numbers, made a tensor again where the step needs one."""

import torch


def minibatch(images, labels, generator, size=16):
    places = torch.randperm(len(labels), generator=generator)[:size]
    return images[places], labels[places].tolist()


def sgd_step(weight, bias, x, y, lr, generator, size=16):
    some_x, some_y = minibatch(x, y, generator, size)
    return full_step(weight, bias, some_x, torch.tensor(some_y), lr)
