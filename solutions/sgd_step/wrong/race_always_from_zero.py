"""Starts every step at zero and forgets the one before."""

FAILS = ["goes_on_from_where_it_was", "any_budget_and_any_size"]


def train_softmax(x, y, size, lr, looks, generator):
    weight, bias = torch.zeros(10, x.shape[1]), torch.zeros(10)
    zero = weight, bias
    for _ in range(looks // size):
        if size == len(y):
            weight, bias = full_step(*zero, x, y, lr)
        else:
            weight, bias = sgd_step(*zero, x, y, lr, generator, size)
    return weight, bias
