"""`train` and `evaluate` are known to the run by names of its own."""

import torch


def one_run(schedule, training, test, epochs, seed, fit=train, measure=evaluate):
    model = start_from(lenet(), seed)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.0)
    rates, losses, accuracies = [], [], []
    for epoch in range(epochs):
        diary = fit(model, optimizer, in_order(*training, seed, epoch), 1, constant(schedule(epoch)))
        rates += diary["rates"]
        losses += diary["losses"]
        accuracies.append(measure(model, [test])[1])
    weights = [parameter.detach() for parameter in model.parameters()]
    return {"rates": rates, "losses": losses, "accuracies": accuracies, "weights": weights}
