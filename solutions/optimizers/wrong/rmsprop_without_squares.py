"""Takes the mean of the sizes of the gradients, where the mean of their squares belongs under the root."""

import torch

FAILS = [
    "rmsprop_takes_the_worked_step",
    "rmsprop_along_any_gradients",
    "rmsprop_adds_eps_outside",
    "adaptive_steps_by_default",
]


def rmsprop_step(w, gradient, state, lr, alpha=0.99, eps=1e-8):
    s = torch.zeros_like(w) if state is None else state
    s = alpha * s + (1 - alpha) * gradient.abs()
    return w - lr * gradient / (s.sqrt() + eps), s
