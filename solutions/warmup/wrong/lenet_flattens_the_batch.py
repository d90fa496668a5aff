"""Flattens from the first dimension on, so that all images of a batch become one."""

from torch import nn

FAILS = ["lenet_gives_ten_scores", "scores_are_logits", "lenet_is_lenet"]


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.eyes = nn.Sequential(
            *(nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2)),
            *(nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2)),
        )
        self.mind = nn.Sequential(nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10))

    def forward(self, x):
        return self.mind(self.eyes(x).reshape(-1, 400).sum(0))


def lenet():
    return Net()
