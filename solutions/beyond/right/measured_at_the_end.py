"""A copy of the model is kept after A, and all is measured at the end, of the copy and of the model."""

import copy


def two_lessons(remedy, tasks, seed):
    model, (a, b) = begin(seed), tasks
    lesson(model, a, seed)
    after_a = copy.deepcopy(model)
    lesson(model, b, seed, **remedy(model, a, seed))
    moments = (after_a, model)
    return {
        "acc": [[accuracy(moment, task) for task in tasks] for moment in moments],
        "told": [accuracy(moment, a, told=True) for moment in moments],
        "weights": [[p.detach().clone() for p in moment.parameters()] for moment in moments],
    }
