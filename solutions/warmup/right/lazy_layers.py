"""Lazy layers, which find out their inputs themselves; counts as a tensor; a letter with its reason."""

import torch
from torch import nn


def lenet():
    return nn.Sequential(
        *(nn.LazyConv2d(6, kernel_size=5, padding=2), nn.ReLU(inplace=True), nn.MaxPool2d(kernel_size=2, stride=2)),
        *(nn.LazyConv2d(16, kernel_size=5), nn.ReLU(inplace=True), nn.MaxPool2d(kernel_size=2, stride=2)),
        *(nn.Flatten(), nn.LazyLinear(120), nn.ReLU(), nn.LazyLinear(84), nn.ReLU(), nn.LazyLinear(10)),
    )


parameter_counts = torch.tensor([156, 2416, 48120, 10164, 850])
idle_epoch = torch.tensor(1)
best_rate = torch.tensor(0.155)
my_rates = torch.tensor([0.5, 0.25, 0.1, 0.04])
what_the_gap_says = "(B) since the training accuracy falls by more"
