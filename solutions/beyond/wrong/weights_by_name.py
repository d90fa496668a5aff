"""Keeps the parameters themselves and no copies, so that those after A move on with B."""

FAILS = ["weights_are_kept_as_they_were", "a_small_run_replays"]


def two_lessons(remedy, tasks, seed):
    model, (a, b) = begin(seed), tasks
    acc, told, weights = [], [], []

    def measure():
        acc.append([accuracy(model, a), accuracy(model, b)])
        told.append(accuracy(model, a, told=True))
        weights.append(list(model.parameters()))

    lesson(model, a, seed)
    measure()
    how = remedy(model, a, seed)
    lesson(model, b, seed, **how)
    measure()
    return {"acc": acc, "told": told, "weights": weights}
