"""Changes the mean square in place: the caller’s old state is spoiled."""

import torch

FAILS = ["adaptive_steps_are_pure"]


def rmsprop_step(w, gradient, state, lr, alpha=0.99, eps=1e-8):
    s = torch.zeros_like(w) if state is None else state
    s.mul_(alpha).add_((1 - alpha) * gradient**2)
    return w - lr * gradient / (s.sqrt() + eps), s
