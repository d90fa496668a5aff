"""Corrects the bias in RMSProp, as Adam does: its first step is too short."""

import torch

FAILS = [
    "rmsprop_takes_the_worked_step",
    "rmsprop_along_any_gradients",
    "rmsprop_adds_eps_outside",
    "adaptive_steps_by_default",
]


def rmsprop_step(w, gradient, state, lr, alpha=0.99, eps=1e-8):
    t, s = (0, torch.zeros_like(w)) if state is None else state
    t, s = t + 1, alpha * s + (1 - alpha) * gradient**2
    return w - lr * gradient / ((s / (1 - alpha**t)).sqrt() + eps), (t, s)
