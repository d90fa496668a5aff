"""All parameters of a group at a time, by the functions that torch's own optimizers are made of."""

import torch


class MomentumSGD(torch.optim.Optimizer):
    def __init__(self, params, lr, momentum=0.9, weight_decay=0.0):
        super().__init__(params, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            moving = [p for p in group["params"] if p.grad is not None]
            if not moving:
                continue
            for p in moving:
                self.state[p].setdefault("velocity", torch.zeros_like(p))
            velocities = [self.state[p]["velocity"] for p in moving]
            gradients = torch._foreach_add([p.grad.to_dense() for p in moving], moving, alpha=group["weight_decay"])
            torch._foreach_mul_(velocities, group["momentum"])
            torch._foreach_add_(velocities, gradients)
            torch._foreach_add_(moving, velocities, alpha=-group["lr"])
