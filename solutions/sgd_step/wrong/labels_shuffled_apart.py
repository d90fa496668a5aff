"""Shuffles pictures and labels each for itself, so that a boot may be called a bag."""

import torch

FAILS = ["labels_stay_with_their_pictures", "sgd_steps_as_worked", "sgd_step_on_any_data", "sixteen_by_default"]


def minibatch(images, labels, generator, size=16):
    first = torch.randperm(len(images), generator=generator)[:size]
    second = torch.randperm(len(labels), generator=generator)[:size]
    return images[first], labels[second]
