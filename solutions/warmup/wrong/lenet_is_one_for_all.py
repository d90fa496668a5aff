"""Makes the network once, outside: every call gives the same one, trained by whoever had it before."""

from torch import nn

FAILS = ["each_call_builds_a_network"]

network = nn.Sequential(
    *(nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2)),
    *(nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2)),
    *(nn.Flatten(), nn.Linear(400, 120), nn.ReLU()),
    *(nn.Linear(120, 84), nn.ReLU()),
    nn.Linear(84, 10),
)


def lenet():
    return network
