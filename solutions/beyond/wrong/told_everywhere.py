"""Tells the network the task wherever it is asked, so that it never has to choose among all ten."""

FAILS = ["each_accuracy_has_its_place"]


def two_lessons(remedy, tasks, seed):
    model, (a, b) = begin(seed), tasks
    acc, told, weights = [], [], []

    def measure():
        acc.append([accuracy(model, a, told=True), accuracy(model, b, told=True)])
        told.append(accuracy(model, a, told=True))
        weights.append([p.detach().clone() for p in model.parameters()])

    lesson(model, a, seed)
    measure()
    how = remedy(model, a, seed)
    lesson(model, b, seed, **how)
    measure()
    return {"acc": acc, "told": told, "weights": weights}
