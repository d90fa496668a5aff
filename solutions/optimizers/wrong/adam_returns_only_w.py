"""Returns the new parameters without a state: the next step has nothing to go on."""

import torch

FAILS = [
    "adaptive_steps_are_pure",
    "adam_takes_the_worked_steps",
    "adam_along_any_gradients",
    "adam_adds_eps_outside",
    "adaptive_steps_by_default",
]


def adam_step(w, gradient, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    t, m, v = (0, torch.zeros_like(w), torch.zeros_like(w)) if state is None else state
    t = t + 1
    m, v = beta1 * m + (1 - beta1) * gradient, beta2 * v + (1 - beta2) * gradient**2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    return w - lr * m_hat / (v_hat.sqrt() + eps)
