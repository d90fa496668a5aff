"""Writes a linear layer of its own, whose weights have the inputs first."""

import torch
from torch import nn

FAILS = ["lenet_is_lenet"]


class Dense(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(inputs, outputs) / inputs**0.5)
        self.bias = nn.Parameter(torch.zeros(outputs))

    def forward(self, x):
        return x @ self.weight + self.bias


def lenet():
    return nn.Sequential(
        *(nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Flatten(), Dense(400, 120), nn.ReLU(), Dense(120, 84), nn.ReLU(), Dense(84, 10)),
    )
