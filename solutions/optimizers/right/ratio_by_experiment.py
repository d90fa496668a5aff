"""The ratio by an experiment: both optimizers take their steps, and the last ones are compared."""

import torch


def belief_over_adam(t, beta1=0.9, beta2=0.999):
    def last_step(step):
        w, state = torch.zeros(1, dtype=torch.float64), None
        for _ in range(t):
            before = w
            w, state = step(w, torch.ones(1, dtype=torch.float64), state, 1.0, beta1, beta2, 0.0)
        return w - before

    return last_step(adabelief_step) / last_step(adam_step)


class MomentumSGD(torch.optim.Optimizer):
    def __init__(self, params, lr, momentum=0.9, weight_decay=0.0):
        super().__init__(params, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in filter(lambda p: p.grad is not None, group["params"]):
                # the displacement, from which the velocity is had at the rate of the step it was made at
                before, rate = self.state[p].get("last", (torch.zeros_like(p), 1.0))
                velocity = group["momentum"] * before / rate + p.grad.to_dense() + group["weight_decay"] * p
                self.state[p]["last"] = (group["lr"] * velocity, group["lr"])
                p.sub_(group["lr"] * velocity)
