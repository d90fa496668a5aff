"""Divides the rate by the number of the step."""

FAILS = ["any_budget_and_any_size"]


def train_softmax(x, y, size, lr, looks, generator):
    weight, bias = torch.zeros(10, x.shape[1]), torch.zeros(10)
    for t in range(looks // size):
        if size == len(y):
            weight, bias = full_step(weight, bias, x, y, lr / (t + 1))
        else:
            weight, bias = sgd_step(weight, bias, x, y, lr / (t + 1), generator, size)
    return weight, bias
