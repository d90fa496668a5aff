"""Takes full steps, however small the minibatch was to be."""

FAILS = ["spends_no_more_than_the_budget", "any_budget_and_any_size"]


def train_softmax(x, y, size, lr, looks, generator):
    weight, bias = torch.zeros(10, x.shape[1]), torch.zeros(10)
    for _ in range(looks // size):
        weight, bias = full_step(weight, bias, x, y, lr)
    return weight, bias
