"""Returns accuracies and weights side by side, without the names that say which is which."""

FAILS = [
    "a_run_is_told_in_three",
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
    lesson(model, b, seed, **remedy(model, a, seed))
    measure()
    return acc, told, weights
