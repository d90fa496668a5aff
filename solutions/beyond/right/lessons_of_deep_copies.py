"""Copies of the whole model are kept and measured at the end; the weights are those of `state_dict`, in double precision."""

import copy

import torch


def two_lessons(remedy, tasks, seed):
    network = begin(seed=seed)
    lesson(network, tasks[0], seed=seed)
    after_a = copy.deepcopy(network)
    told = [accuracy(network, tasks[0], True)]
    acc = [[accuracy(network, task) for task in tasks]]
    lesson(network, tasks[1], seed=seed, **dict(remedy(network, tasks[0], seed)))
    told.append(accuracy(network, tasks[0], True))
    acc.append([accuracy(network, task) for task in tasks])
    weights = [[w.double().clone() for w in each.state_dict().values()] for each in (after_a, network)]
    return {"acc": torch.tensor(acc).double(), "told": torch.tensor(told), "weights": tuple(weights), "seed": seed}
