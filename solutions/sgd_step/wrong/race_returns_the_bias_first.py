"""Returns the bias before the weight."""

FAILS = ["goes_on_from_where_it_was", "any_budget_and_any_size"]


def train_softmax(x, y, size, lr, looks, generator):
    weight, bias = torch.zeros(10, x.shape[1]), torch.zeros(10)
    for _ in range(looks // size):
        if size == len(y):
            weight, bias = full_step(weight, bias, x, y, lr)
        else:
            weight, bias = sgd_step(weight, bias, x, y, lr, generator, size)
    return bias, weight
