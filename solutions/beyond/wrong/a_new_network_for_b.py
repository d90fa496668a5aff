"""Begins anew for B: a network that has never seen A cannot forget it."""

FAILS = [
    "a_is_learnt_and_then_b",
    "the_remedy_comes_between",
    "each_accuracy_has_its_place",
    "weights_are_kept_as_they_were",
    "a_small_run_replays",
]


def two_lessons(remedy, tasks, seed):
    model, (a, b) = begin(seed), tasks
    acc, told, weights = [], [], []

    def measure():
        acc.append([accuracy(model, a), accuracy(model, b)])
        told.append(accuracy(model, a, told=True))
        weights.append([p.detach().clone() for p in model.parameters()])

    lesson(model, a, seed)
    measure()
    how = remedy(model, a, seed)
    model = begin(seed)
    lesson(model, b, seed, **how)
    measure()
    return {"acc": acc, "told": told, "weights": weights}
