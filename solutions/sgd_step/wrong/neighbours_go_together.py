"""Cuts a window out of the data, beginning at a random place: only neighbours are ever in a minibatch together."""

import torch

FAILS = ["everybody_is_equally_likely", "sgd_step_on_any_data"]


def minibatch(images, labels, generator, size=16):
    start = torch.randint(len(labels), (1,), generator=generator).item()
    places = (start + torch.arange(size)) % len(labels)
    return images[places], labels[places]
