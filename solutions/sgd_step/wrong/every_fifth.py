"""Takes examples at a fixed distance from each other; only the first is left to chance."""

import torch

FAILS = ["everybody_is_equally_likely", "sgd_step_on_any_data"]


def minibatch(images, labels, generator, size=16):
    start = torch.randint(len(labels), (1,), generator=generator).item()
    places = (start + torch.arange(size) * (len(labels) // size)) % len(labels)
    return images[places], labels[places]
