"""`p.data.copy_` in place of no_grad; the first velocity is a clone of the gradient, as in torch."""

import torch


class MomentumSGD(torch.optim.Optimizer):
    def __init__(self, params, lr, momentum=0.9, weight_decay=0.0):
        defaults = {"lr": lr, "momentum": momentum, "weight_decay": weight_decay}
        super().__init__(params, defaults)

    def step(self):
        for group in self.param_groups:
            with_gradient = (p for p in group["params"] if p.grad is not None)
            for p in with_gradient:
                gradient = p.grad.to_dense().clone()
                gradient += group["weight_decay"] * p.data
                buffer = self.state[p].setdefault("buffer", torch.zeros_like(p.data))
                buffer.copy_(group["momentum"] * buffer + gradient)
                p.data.copy_(p.data - group["lr"] * buffer)
