"""Makes the remedy of a copy of the model, which then holds the copy and not the model that learns."""

FAILS = ["the_remedy_comes_between", "a_small_run_replays"]


def two_lessons(remedy, tasks, seed):
    model, (a, b) = begin(seed), tasks
    acc, told, weights = [], [], []

    def measure():
        acc.append([accuracy(model, a), accuracy(model, b)])
        told.append(accuracy(model, a, told=True))
        weights.append([p.detach().clone() for p in model.parameters()])

    lesson(model, a, seed)
    measure()
    how = remedy(copy.deepcopy(model), a, seed)
    lesson(model, b, seed, **how)
    measure()
    return {"acc": acc, "told": told, "weights": weights}
