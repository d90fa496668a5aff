"""Makes the generator anew for every step, so that each minibatch is the same."""

FAILS = ["one_generator_for_all_steps"]


def train_softmax(x, y, size, lr, looks, generator):
    weight, bias = torch.zeros(10, x.shape[1]), torch.zeros(10)
    for _ in range(looks // size):
        if size == len(y):
            weight, bias = full_step(weight, bias, x, y, lr)
        else:
            weight, bias = sgd_step(weight, bias, x, y, lr, torch.Generator().manual_seed(0), size)
    return weight, bias
