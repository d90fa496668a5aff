"""One run with a mutable schedule, batches made of the test set, and weights as parameters of a state."""

import torch


def one_run(schedule, training, test, epochs, seed):
    model = start_from(lenet(), seed)
    optimizer = torch.optim.SGD([{"params": [p]} for p in model.parameters()], lr=1.0)
    run = {"rates": [], "losses": [], "accuracies": []}
    for t in range(epochs):
        said = train(model, optimizer, in_order(*training, seed, t), 1, lambda _, t=t: schedule(t))
        _, accuracy = evaluate(model, list(zip(test[0].split(7), test[1].split(7), strict=True)))
        run["rates"].append(said["rates"][0])
        run["losses"].append(said["losses"][0])
        run["accuracies"].append(torch.tensor(accuracy))
    return {**run, "weights": [p.clone().double() for p in model.state_dict().values()]}
