"""Stops as soon as the accuracy falls after the first two epochs."""

FAILS = ["measures_the_test_set_after_each_epoch"]


def one_run(schedule, training, test, epochs, seed):
    model = start_from(lenet(), seed)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.0)
    rates, losses, accuracies = [], [], []
    for epoch in range(epochs):
        diary = train(model, optimizer, in_order(*training, seed, epoch), 1, constant(schedule(epoch)))
        rates += diary["rates"]
        losses += diary["losses"]
        accuracies.append(evaluate(model, [test])[1])
        if len(accuracies) > 2 and accuracies[-1] < accuracies[-2]:
            break
    weights = [parameter.detach() for parameter in model.parameters()]
    return {"rates": rates, "losses": losses, "accuracies": accuracies, "weights": weights}
