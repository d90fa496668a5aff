"""Keeps the velocities in the class and not in the object: a second optimizer inherits them."""

import torch

FAILS = [
    "class_passes_over_none",
    "class_takes_sparse_gradients",
    "class_by_default",
    "class_over_many_steps",
    "class_in_groups",
    "class_under_a_schedule",
    "class_decays_weights",
    "class_pauses_without_gradient",
    "optimizers_do_not_share",
    "class_in_a_training_loop",
    "class_coasts_on_a_gradient_of_zeros",
]


class MomentumSGD(torch.optim.Optimizer):
    velocities = {}  # noqa: RUF012

    def __init__(self, params, lr, momentum=0.9, weight_decay=0.0):
        super().__init__(params, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self):
        for k, group in enumerate(self.param_groups):
            for i, p in enumerate(group["params"]):
                if p.grad is None:
                    continue
                g = p.grad.to_dense() + group["weight_decay"] * p
                key = (k, i, p.shape)
                v = group["momentum"] * self.velocities.get(key, 0.0) + g
                self.velocities[key] = v
                p -= group["lr"] * v
