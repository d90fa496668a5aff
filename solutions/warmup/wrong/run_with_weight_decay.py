"""Lets the optimizer pull all weights towards 0, where plain SGD was asked for."""

import torch

FAILS = ["trains_the_whole_network_of_its_seed"]


def one_run(schedule, training, test, epochs, seed):
    model = start_from(lenet(), seed)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, weight_decay=0.01)
    rates, losses, accuracies = [], [], []
    for epoch in range(epochs):
        diary = train(model, optimizer, in_order(*training, seed, epoch), 1, constant(schedule(epoch)))
        rates += diary["rates"]
        losses += diary["losses"]
        accuracies.append(evaluate(model, [test])[1])
    weights = [parameter.detach() for parameter in model.parameters()]
    return {"rates": rates, "losses": losses, "accuracies": accuracies, "weights": weights}
