"""Changes a default: takes ε = 10⁻⁷, as another library has it."""

import torch

FAILS = ["adaptive_steps_by_default"]


def rmsprop_step(w, gradient, state, lr, alpha=0.99, eps=1e-7):
    s = torch.zeros_like(w) if state is None else state
    s = alpha * s + (1 - alpha) * gradient**2
    return w - lr * gradient / (s.sqrt() + eps), s
