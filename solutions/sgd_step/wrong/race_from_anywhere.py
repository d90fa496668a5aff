"""Begins with random weights instead of zeros."""

FAILS = ["goes_on_from_where_it_was", "any_budget_and_any_size"]


def train_softmax(x, y, size, lr, looks, generator):
    weight, bias = torch.randn(10, x.shape[1], generator=torch.Generator().manual_seed(0)), torch.zeros(10)
    for _ in range(looks // size):
        if size == len(y):
            weight, bias = full_step(weight, bias, x, y, lr)
        else:
            weight, bias = sgd_step(weight, bias, x, y, lr, generator, size)
    return weight, bias
