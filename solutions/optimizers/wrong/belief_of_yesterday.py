"""Compares the gradient with the mean of the steps before: the mean with today’s gradient in it is meant."""

import torch

FAILS = [
    "adabelief_takes_the_worked_step",
    "adabelief_along_any_gradients",
    "adabelief_adds_eps_twice",
    "belief_by_default",
]


def adabelief_step(w, gradient, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    t, m, s = (0, torch.zeros_like(w), torch.zeros_like(w)) if state is None else state
    expected = m
    t, m = t + 1, beta1 * m + (1 - beta1) * gradient
    s = beta2 * s + (1 - beta2) * (gradient - expected) ** 2 + eps
    m_hat, s_hat = m / (1 - beta1**t), s / (1 - beta2**t)
    return w - lr * m_hat / (s_hat.sqrt() + eps), (t, m, s)
