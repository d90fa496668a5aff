"""Of each epoch it keeps the least loss until then."""

FAILS = ["a_run_keeps_a_diary"]


def one_run(schedule, training, test, epochs, seed):
    model = start_from(lenet(), seed)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.0)
    rates, losses, accuracies = [], [], []
    for epoch in range(epochs):
        diary = train(model, optimizer, in_order(*training, seed, epoch), 1, constant(schedule(epoch)))
        rates += diary["rates"]
        losses.append(min(losses + diary["losses"]))
        accuracies.append(evaluate(model, [test])[1])
    weights = [parameter.detach() for parameter in model.parameters()]
    return {"rates": rates, "losses": losses, "accuracies": accuracies, "weights": weights}
