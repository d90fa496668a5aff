"""Learns B first, and A on top of it."""

FAILS = ["a_is_learnt_and_then_b", "a_small_run_replays"]


def two_lessons(remedy, tasks, seed):
    model, (a, b) = begin(seed), tasks
    acc, told, weights = [], [], []

    def measure():
        acc.append([accuracy(model, a), accuracy(model, b)])
        told.append(accuracy(model, a, told=True))
        weights.append([p.detach().clone() for p in model.parameters()])

    lesson(model, b, seed)
    measure()
    how = remedy(model, a, seed)
    lesson(model, a, seed, **how)
    measure()
    return {"acc": acc, "told": told, "weights": weights}
