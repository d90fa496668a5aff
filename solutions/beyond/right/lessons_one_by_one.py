"""The two lessons written out, with arrays for what is measured; the weights by a deep copy of the parameters."""

import copy

import numpy as np


def both_accuracies(network, a, b):
    return [accuracy(network, a), accuracy(network, b)], accuracy(network, a, told=True)


def two_lessons(remedy, tasks, seed):
    a, b = tasks
    network = begin(seed)
    lesson(network, a, seed)
    first, told_first = both_accuracies(network, a, b)
    weights = [copy.deepcopy(list(network.parameters()))]
    options = remedy(network, a, seed)
    lesson(network, b, seed, **options)
    second, told_second = both_accuracies(network, a, b)
    weights.append([p.detach().numpy().copy() for p in network.parameters()])
    return {"acc": np.array([first, second]), "told": np.array([told_first, told_second]), "weights": weights}
