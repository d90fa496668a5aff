"""Puts every example back before the next is drawn, so that one may come twice."""

import torch

FAILS = ["nobody_is_drawn_twice", "sgd_step_on_any_data", "sixteen_by_default"]


def minibatch(images, labels, generator, size=16):
    places = torch.randint(len(labels), (size,), generator=generator)
    return images[places], labels[places]
