"""Changes a default: without a word on it Adam keeps 0.99 of its mean square, as RMSProp does, and not 0.999."""

import torch

FAILS = ["adaptive_steps_by_default"]


def adam_step(w, gradient, state, lr, beta1=0.9, beta2=0.99, eps=1e-8):
    t, m, v = (0, torch.zeros_like(w), torch.zeros_like(w)) if state is None else state
    t, m, v = t + 1, beta1 * m + (1 - beta1) * gradient, beta2 * v + (1 - beta2) * gradient**2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    return w - lr * m_hat / (v_hat.sqrt() + eps), (t, m, v)
