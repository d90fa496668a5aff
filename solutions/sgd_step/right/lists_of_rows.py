"""A minibatch as two lists, of pictures and of labels, each a tensor by itself; the steps return lists of rows, too."""

import torch


def minibatch(images, labels, generator, size=16):
    places = torch.randperm(len(labels), generator=generator)[:size].tolist()
    return [images[place] for place in places], [labels[place] for place in places]


def sgd_step(weight, bias, x, y, lr, generator, size=16):
    some_x, some_y = (torch.stack(part) for part in minibatch(x, y, generator, size))
    _, slope, lift = loss_and_gradient(weight, bias, some_x, some_y)
    rows = zip(weight, bias, slope, lift, strict=True)
    moved = [(w - lr * s, float(b - lr * up)) for w, b, s, up in rows]
    return [w for w, _ in moved], [b for _, b in moved]


def train_softmax(x, y, size, lr, looks, generator):
    weight, bias = torch.zeros(10, x.shape[1]), torch.zeros(10)
    for _ in range(looks // size):
        if size == len(y):
            weight, bias = full_step(weight, bias, x, y, lr)
        else:
            weight, bias = sgd_step(weight, bias, x, y, lr, generator, size)
            if isinstance(weight, list):
                weight, bias = torch.stack(weight), torch.tensor(bias)
    return weight, bias
