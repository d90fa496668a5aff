"""Returns the weights of the epoch with the best accuracy, and not those of the last."""

FAILS = ["trains_the_whole_network_of_its_seed"]


def one_run(schedule, training, test, epochs, seed):
    model = start_from(lenet(), seed)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.0)
    rates, losses, accuracies = [], [], []
    for epoch in range(epochs):
        diary = train(model, optimizer, in_order(*training, seed, epoch), 1, constant(schedule(epoch)))
        rates += diary["rates"]
        losses += diary["losses"]
        accuracy = evaluate(model, [test])[1]
        if not accuracies or accuracy > max(accuracies):
            weights = [parameter.detach().clone() for parameter in model.parameters()]
        accuracies.append(accuracy)
    return {"rates": rates, "losses": losses, "accuracies": accuracies, "weights": weights}
