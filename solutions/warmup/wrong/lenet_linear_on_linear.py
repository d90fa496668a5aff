"""Forgets the activations between the linear layers, which then are no more than one linear layer."""

from torch import nn

FAILS = ["lenet_is_lenet"]


def lenet():
    return nn.Sequential(
        *(nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Flatten(), nn.Linear(400, 120)),
        nn.Linear(120, 84),
        nn.Linear(84, 10),
    )
