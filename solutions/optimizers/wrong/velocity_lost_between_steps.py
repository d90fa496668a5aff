"""Makes a new velocity in every step, so that nothing is remembered."""

import torch

FAILS = [
    "class_takes_torchs_steps",
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
    def __init__(self, params, lr, momentum=0.9, weight_decay=0.0):
        super().__init__(params, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                g = p.grad.to_dense() + group["weight_decay"] * p
                v = group["momentum"] * torch.zeros_like(p) + g
                self.state[p]["v"] = v
                p -= group["lr"] * v
