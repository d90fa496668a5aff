"""A list holds the remedy of the next lesson, made after each, so that one is made that nobody uses; float32 variance."""

import torch


def two_lessons(remedy, tasks, seed):
    model, (a, b) = begin(seed), tasks
    hooks, acc, told, weights = [{}], [], [], []
    for task in tasks:
        lesson(model, task, seed, **hooks[-1])
        acc.append([accuracy(model, a), accuracy(model, b)])
        told.append(accuracy(model, a, told=True))
        weights.append([p.detach().clone() for p in model.parameters()])
        hooks.append(remedy(model, a, seed))
    return {"acc": acc, "told": told, "weights": weights}


def settled_variance(precision, step_size):
    a = torch.tensor(1 - step_size * precision / 2)
    return step_size / (1 - a**2)


def mixed_batch(x, y, memory_x, memory_y, count, generator):
    drawn = torch.randperm(len(memory_x), generator=generator)[:count].tolist()
    return [*x, *(memory_x[place] for place in drawn)], [*y, *(memory_y[place] for place in drawn)]
