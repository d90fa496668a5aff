"""Makes the remedy of B, the task that is learnt, and not of A, which is to be kept."""

FAILS = ["the_remedy_comes_between"]


def two_lessons(remedy, tasks, seed):
    model, (a, b) = begin(seed), tasks
    acc, told, weights = [], [], []

    def measure():
        acc.append([accuracy(model, a), accuracy(model, b)])
        told.append(accuracy(model, a, told=True))
        weights.append([p.detach().clone() for p in model.parameters()])

    lesson(model, a, seed)
    measure()
    how = remedy(model, b, seed)
    lesson(model, b, seed, **how)
    measure()
    return {"acc": acc, "told": told, "weights": weights}
