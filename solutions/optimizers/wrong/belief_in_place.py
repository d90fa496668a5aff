"""Updates its two means in place: the state that was passed in is spoiled."""

import torch

FAILS = ["adabelief_is_pure"]


def adabelief_step(w, gradient, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    t, m, s = (0, torch.zeros_like(w), torch.zeros_like(w)) if state is None else state
    t = t + 1
    m.mul_(beta1).add_((1 - beta1) * gradient)
    s.mul_(beta2).add_((1 - beta2) * (gradient - m) ** 2 + eps)
    m_hat, s_hat = m / (1 - beta1**t), s / (1 - beta2**t)
    return w - lr * m_hat / (s_hat.sqrt() + eps), (t, m, s)
