"""Counts the steps outside the state: calling the same step twice moves the clock twice."""

import torch

FAILS = ["adaptive_steps_are_pure"]

CLOCK = {"t": 0}


def adam_step(w, gradient, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    if state is None:
        CLOCK["t"], state = 0, (torch.zeros_like(w), torch.zeros_like(w))
    CLOCK["t"] += 1
    t, (m, v) = CLOCK["t"], state
    m, v = beta1 * m + (1 - beta1) * gradient, beta2 * v + (1 - beta2) * gradient**2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    return w - lr * m_hat / (v_hat.sqrt() + eps), (m, v)
