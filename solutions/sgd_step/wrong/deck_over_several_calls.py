"""Deals one shuffled deck over several calls, so that a minibatch avoids what was drawn before."""

import torch

FAILS = ["everybody_is_equally_likely"]


def minibatch(images, labels, generator, size=16, left={}):
    if left.get("generator") is not generator or len(left["deck"]) < size:
        left.update(generator=generator, deck=torch.randperm(len(labels), generator=generator))
    places, left["deck"] = left["deck"][:size], left["deck"][size:]
    return images[places], labels[places]
