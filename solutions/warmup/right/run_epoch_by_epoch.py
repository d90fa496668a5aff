"""An epoch is a function of its own; the test set goes by in batches of the same size as the training set's."""

import torch


def one_epoch(model, optimizer, batches, rate, test):
    said = train(model, optimizer, batches, 1, lambda _: rate)
    images, labels = test
    parts = [(images[i : i + SIZE], labels[i : i + SIZE]) for i in range(0, len(labels), SIZE)]
    return float(said["rates"][0]), float(said["losses"][0]), float(evaluate(model, parts)[1])


def one_run(schedule, training, test, epochs, seed):
    model = start_from(lenet(), seed)
    optimizer = torch.optim.SGD(model.parameters(), lr=schedule(0))
    rows = [one_epoch(model, optimizer, in_order(*training, seed, t), schedule(t), test) for t in range(epochs)]
    run = dict(zip(("rates", "losses", "accuracies"), torch.tensor(rows).T.tolist(), strict=True))
    run["weights"] = [p.data for p in model.parameters()]
    return run
