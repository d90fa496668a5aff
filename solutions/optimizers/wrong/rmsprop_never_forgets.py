"""Adds up all squares without forgetting any: that is AdaGrad, whose steps only ever get shorter."""

import torch

FAILS = [
    "rmsprop_takes_the_worked_step",
    "rmsprop_along_any_gradients",
    "rmsprop_adds_eps_outside",
    "adaptive_steps_by_default",
]


def rmsprop_step(w, gradient, state, lr, alpha=0.99, eps=1e-8):
    s = torch.zeros_like(w) if state is None else state
    s = s + gradient**2
    return w - lr * gradient / (s.sqrt() + eps), s
