"""Learns A under the remedy as well, when there is nothing yet to be kept."""

FAILS = ["a_is_learnt_and_then_b", "the_remedy_comes_between", "a_small_run_replays"]


def two_lessons(remedy, tasks, seed):
    model, (a, b) = begin(seed), tasks
    acc, told, weights = [], [], []

    def measure():
        acc.append([accuracy(model, a), accuracy(model, b)])
        told.append(accuracy(model, a, told=True))
        weights.append([p.detach().clone() for p in model.parameters()])

    how = remedy(model, a, seed)
    lesson(model, a, seed, **how)
    measure()
    lesson(model, b, seed, **how)
    measure()
    return {"acc": acc, "told": told, "weights": weights}
