"""Makes the remedy and learns B without it."""

FAILS = ["a_is_learnt_and_then_b", "a_small_run_replays"]


def two_lessons(remedy, tasks, seed):
    model, (a, b) = begin(seed), tasks
    acc, told, weights = [], [], []

    def measure():
        acc.append([accuracy(model, a), accuracy(model, b)])
        told.append(accuracy(model, a, told=True))
        weights.append([p.detach().clone() for p in model.parameters()])

    lesson(model, a, seed)
    measure()
    remedy(model, a, seed)
    lesson(model, b, seed)
    measure()
    return {"acc": acc, "told": told, "weights": weights}
