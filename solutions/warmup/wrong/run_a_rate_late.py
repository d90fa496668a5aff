"""Trains each epoch at the rate of the one before."""

FAILS = ["every_epoch_of_a_run_has_its_rate"]


def one_run(schedule, training, test, epochs, seed):
    model = start_from(lenet(), seed)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.0)
    rates, losses, accuracies = [], [], []
    for epoch in range(epochs):
        diary = train(model, optimizer, in_order(*training, seed, epoch), 1, constant(schedule(max(epoch - 1, 0))))
        rates += diary["rates"]
        losses += diary["losses"]
        accuracies.append(evaluate(model, [test])[1])
    weights = [parameter.detach() for parameter in model.parameters()]
    return {"rates": rates, "losses": losses, "accuracies": accuracies, "weights": weights}
