"""Every run has the same first weights and batches, whatever its seed."""

FAILS = ["a_is_learnt_and_then_b", "a_small_run_replays"]


def two_lessons(remedy, tasks, seed):
    model, (a, b) = begin(0), tasks
    acc, told, weights = [], [], []

    def measure():
        acc.append([accuracy(model, a), accuracy(model, b)])
        told.append(accuracy(model, a, told=True))
        weights.append([p.detach().clone() for p in model.parameters()])

    lesson(model, a, 0)
    measure()
    how = remedy(model, a, seed)
    lesson(model, b, 0, **how)
    measure()
    return {"acc": acc, "told": told, "weights": weights}
