"""Shuffles the caller's data in place and deals from the top."""

import torch

FAILS = ["nobody_is_drawn_twice"]


def minibatch(images, labels, generator, size=16):
    places = torch.randperm(len(labels), generator=generator)
    images.copy_(images[places])
    labels.copy_(labels[places])
    return images[:size].clone(), labels[:size].clone()
