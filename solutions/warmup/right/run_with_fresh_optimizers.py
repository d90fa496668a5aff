"""A new optimizer in each epoch, since plain SGD remembers nothing; diaries are joined at the end, as arrays."""

import numpy as np
import torch


def one_run(schedule, training, test, epochs, seed):
    model = lenet()
    start_from(model, seed)
    diaries, accuracies = [], np.zeros(epochs)
    for t in range(epochs):
        optimizer = torch.optim.SGD(list(model.parameters()), lr=schedule(t))
        diaries.append(
            train(model, optimizer, list(in_order(training[0], training[1], seed, t)), 1, constant(schedule(t)))
        )
        accuracies[t] = evaluate(model, [test])[-1]
    joined = {
        key: np.concatenate([np.asarray(diary[key], dtype=float) for diary in diaries]) for key in ("rates", "losses")
    }
    return {**joined, "accuracies": accuracies, "weights": tuple(p.detach().numpy().copy() for p in model.parameters())}
