"""Adds ε under the root of RMSProp: another convention than torch’s."""

import torch

FAILS = ["rmsprop_adds_eps_outside", "adaptive_steps_by_default"]


def rmsprop_step(w, gradient, state, lr, alpha=0.99, eps=1e-8):
    s = torch.zeros_like(w) if state is None else state
    s = alpha * s + (1 - alpha) * gradient**2
    return w - lr * gradient / (s + eps).sqrt(), s
