"""Keeps the velocity of each parameter in the class: a second optimizer of the same parameters goes on with it."""

import torch

FAILS = ["optimizers_do_not_share"]


class MomentumSGD(torch.optim.Optimizer):
    velocities = {}  # noqa: RUF012

    def __init__(self, params, lr, momentum=0.9, weight_decay=0.0):
        super().__init__(params, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                g = p.grad.to_dense() + group["weight_decay"] * p
                v = group["momentum"] * self.velocities.get(p, 0.0) + g
                self.velocities[p] = v
                p -= group["lr"] * v
