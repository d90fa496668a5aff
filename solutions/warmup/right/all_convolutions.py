"""LeNet as in the paper: the layer of 120 is a convolution whose window is the whole map; everything in float64."""

import torch
from torch import nn


def lenet():
    return nn.Sequential(
        *(nn.Conv2d(1, 6, 5, padding="same"), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Conv2d(16, 120, 5), nn.ReLU(), nn.Flatten()),
        *(nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10)),
    ).double()


def windows(inputs, outputs, side):
    return outputs * (inputs * side**2 + 1)


parameter_counts = (
    windows(1, 6, 5),
    windows(6, 16, 5),
    windows(16, 120, 5),
    windows(120, 84, 1),
    windows(84, 10, 1),
)


def evaluate(model, batches):
    was_training = model.training
    model.train(False)
    with torch.inference_mode():
        logs = [(model(x).double().log_softmax(1), y) for x, y in batches]
    model.train(was_training)
    losses = torch.cat([-log[torch.arange(len(y)), y] for log, y in logs])
    right = torch.cat([log.argmax(1).eq(y) for log, y in logs])
    return torch.stack([losses.mean(), right.double().mean()])
