"""Passes over a gradient of zeros as if there were none, so that nothing coasts."""

FAILS = ["class_coasts_on_a_gradient_of_zeros"]


class MomentumSGD(torch.optim.Optimizer):
    def __init__(self, params, lr, momentum=0.9, weight_decay=0.0):
        super().__init__(params, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None or not p.grad.to_dense().any():
                    continue
                gradient = p.grad.to_dense() + group["weight_decay"] * p
                velocity = group["momentum"] * self.state[p].get("velocity", 0.0) + gradient
                self.state[p]["velocity"] = velocity
                p -= group["lr"] * velocity
