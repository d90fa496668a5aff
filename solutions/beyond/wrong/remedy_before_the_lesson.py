"""Makes the remedy before A is learnt, so that springs hold the network to its first weights."""

FAILS = ["the_remedy_comes_between", "a_small_run_replays"]


def two_lessons(remedy, tasks, seed):
    model, (a, b) = begin(seed), tasks
    acc, told, weights = [], [], []

    def measure():
        acc.append([accuracy(model, a), accuracy(model, b)])
        told.append(accuracy(model, a, told=True))
        weights.append([p.detach().clone() for p in model.parameters()])

    how = remedy(model, a, seed)
    lesson(model, a, seed)
    measure()
    lesson(model, b, seed, **how)
    measure()
    return {"acc": acc, "told": told, "weights": weights}
