"""Folds the rate into the velocity: after a change of the rate the old velocity still rolls at the old one."""

import torch

FAILS = ["class_under_a_schedule"]


class MomentumSGD(torch.optim.Optimizer):
    def __init__(self, params, lr, momentum=0.9, weight_decay=0.0):
        super().__init__(params, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                g = p.grad.to_dense() + group["weight_decay"] * p
                v = group["momentum"] * self.state[p].get("v", 0.0) - group["lr"] * g
                self.state[p]["v"] = v
                p += v
