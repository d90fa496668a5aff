"""LeNet as a class with functional activations, pooled before the ReLU; the loop as a class with a diary."""

import torch
from torch import nn
from torch.nn import functional


class LeNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(1, 6, 5, padding=2), nn.Conv2d(6, 16, 5)
        self.out, self.fc2, self.fc1 = nn.Linear(84, 10), nn.Linear(120, 84), nn.Linear(16 * 5 * 5, 120)

    def forward(self, x):
        x = functional.relu(functional.max_pool2d(self.conv1(x), 2))
        x = functional.relu(functional.max_pool2d(self.conv2(x), 2))
        x = x.view(len(x), -1)
        return self.out(functional.relu(self.fc2(functional.relu(self.fc1(x)))))


def lenet():
    return LeNet()


class Trainer:
    def __init__(self, model, optimizer, schedule):
        self.model, self.optimizer, self.schedule = model, optimizer, schedule
        self.diary = {"rates": [], "losses": []}

    def epoch(self, t, batches):
        self.model.train()
        self.optimizer.param_groups[:] = [{**g, "lr": self.schedule(t)} for g in self.optimizer.param_groups]
        losses = torch.cat([self.step(*batch) for batch in batches])
        self.diary["rates"].append(self.schedule(t))
        self.diary["losses"].append(losses.mean())

    def step(self, inputs, labels):
        losses = functional.cross_entropy(self.model(inputs), labels, reduction="none")
        self.optimizer.zero_grad()
        losses.mean().backward()
        self.optimizer.step()
        return losses.detach()


def train(model, optimizer, batches, epochs, schedule):
    trainer = Trainer(model, optimizer, schedule)
    for t in range(epochs):
        trainer.epoch(t, batches)
    return trainer.diary


class Decay:
    def __init__(self, base_lr, factor):
        self.base_lr, self.factor = base_lr, factor

    def __call__(self, t):
        return self.base_lr * self.factor**t


def decay(base_lr, factor):
    return Decay(base_lr, factor)
