"""Puts a softmax at the end, which cross entropy then takes a second time."""

from torch import nn

FAILS = ["scores_are_logits", "lenet_is_lenet"]


def lenet():
    return nn.Sequential(
        *(nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Flatten(), nn.Linear(400, 120), nn.ReLU()),
        *(nn.Linear(120, 84), nn.ReLU()),
        nn.Linear(84, 10),
        nn.Softmax(dim=1),
    )
