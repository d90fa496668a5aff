"""Keeps velocities by the place in the group, so that two groups share them."""

import torch

FAILS = ["class_in_groups", "class_under_a_schedule"]


class MomentumSGD(torch.optim.Optimizer):
    def __init__(self, params, lr, momentum=0.9, weight_decay=0.0):
        super().__init__(params, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay})
        self.velocities = {}

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for i, p in enumerate(group["params"]):
                if p.grad is None:
                    continue
                g = p.grad.to_dense() + group["weight_decay"] * p
                v = group["momentum"] * self.velocities.get((i, p.shape), 0.0) + g
                self.velocities[i, p.shape] = v
                p -= group["lr"] * v
