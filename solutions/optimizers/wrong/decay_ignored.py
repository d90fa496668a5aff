"""Takes weight decay as an argument and does nothing with it."""

import torch

FAILS = ["class_in_groups", "class_decays_weights", "class_pauses_without_gradient"]


class MomentumSGD(torch.optim.Optimizer):
    def __init__(self, params, lr, momentum=0.9, weight_decay=0.0):
        super().__init__(params, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                g = p.grad.to_dense()
                v = group["momentum"] * self.state[p].get("v", 0.0) + g
                self.state[p]["v"] = v
                p -= group["lr"] * v
