"""Asks for more looks than a step costs: a budget that pays for whole steps loses the last."""

FAILS = ["any_budget_and_any_size"]


def train_softmax(x, y, size, lr, looks, generator):
    weight, bias = torch.zeros(10, x.shape[1]), torch.zeros(10)
    while looks > size:
        looks -= size
        if size == len(y):
            weight, bias = full_step(weight, bias, x, y, lr)
        else:
            weight, bias = sgd_step(weight, bias, x, y, lr, generator, size)
    return weight, bias
