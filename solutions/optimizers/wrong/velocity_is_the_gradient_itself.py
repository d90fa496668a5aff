"""Keeps `.grad` itself for a velocity: whoever fills it with zeros empties the velocity."""

import torch

FAILS = ["class_in_a_training_loop"]


class MomentumSGD(torch.optim.Optimizer):
    def __init__(self, params, lr, momentum=0.9, weight_decay=0.0):
        super().__init__(params, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                g = p.grad.to_dense() if group["weight_decay"] == 0 else p.grad.to_dense() + group["weight_decay"] * p
                if "v" not in self.state[p]:
                    self.state[p]["v"] = g
                else:
                    self.state[p]["v"].mul_(group["momentum"]).add_(g)
                p -= group["lr"] * self.state[p]["v"]
