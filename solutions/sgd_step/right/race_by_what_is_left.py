"""Spends the budget look by look, names its arguments, and takes minibatches of all data for full steps."""


def train_softmax(x, y, size, lr, looks, generator):
    here, left = (torch.zeros((10, x.size(1))), torch.zeros((10,))), looks
    while left >= size:
        here = sgd_step(*here, x=x, y=y, size=size, lr=lr, generator=generator)
        left -= size
    return list(here)
