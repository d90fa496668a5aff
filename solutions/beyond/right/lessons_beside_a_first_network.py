"""Begins a second network of the seed, to tell how far A moves the weights, and asks for the accuracy under other names."""

from functools import partial


def two_lessons(remedy, tasks, seed, when_told=partial(accuracy, told=True), learn=lesson):  # noqa: B008
    model, first, (a, b) = begin(seed), begin(seed), tasks
    acc, told, weights = [], [], []
    for task in (a, b):
        learn(model, task, seed, **(remedy(model, a, seed) if acc else {}))
        moved = sum(float((p - q).norm()) for p, q in zip(model.parameters(), first.parameters(), strict=True))
        print(f"The weights are {moved:.3f} away from the first ones.")
        acc.append([accuracy(model, a), accuracy(model, b)])
        told.append(when_told(model, a))
        weights.append([p.detach().clone() for p in model.parameters()])
    return {"acc": acc, "told": told, "weights": weights}
