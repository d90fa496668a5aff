"""Velocities in a dict of the object's own, keyed by the parameter; in-place velocities; a closure is taken."""

import torch


class MomentumSGD(torch.optim.Optimizer):
    def __init__(self, params, lr, momentum=0.9, weight_decay=0.0):
        super().__init__(params, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay})
        self.velocity = {}

    def step(self, closure=None):
        loss = None if closure is None else closure()
        with torch.no_grad():
            for group in self.param_groups:
                for p in group["params"]:
                    if p.grad is not None:
                        self._move(p, group["lr"], group["momentum"], group["weight_decay"])
        return loss

    def _move(self, p, lr, momentum, weight_decay):
        gradient = torch.add(p.grad.to_dense(), p, alpha=weight_decay)
        if p not in self.velocity:
            self.velocity[p] = torch.zeros_like(p)
        self.velocity[p].mul_(momentum).add_(gradient)
        p.add_(self.velocity[p], alpha=-lr)
