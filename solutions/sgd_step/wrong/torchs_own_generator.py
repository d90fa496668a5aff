"""Draws from torch's own generator: the one that was passed is not used."""

import torch

FAILS = ["chance_comes_from_the_generator", "same_seed_same_steps"]


def minibatch(images, labels, generator, size=16):
    places = torch.randperm(len(labels))[:size]
    return images[places], labels[places]
