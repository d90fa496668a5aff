"""Recursion in place of loops, also over the steps of s."""

import torch


def momentum_walk(w0, gradients, lr, momentum, v=0.0):
    if len(gradients) == 0:
        return w0[None]
    v = momentum * v + gradients[0]
    return torch.cat((w0[None], momentum_walk(w0 - lr * v, gradients[1:], lr, momentum, v)))


def belief_over_adam(t, beta1=0.9, beta2=0.999):
    def surprise(t):
        return 0.0 if t == 0 else beta2 * surprise(t - 1) + (1 - beta2) * beta1 ** (2 * t)

    return torch.tensor([(1 - beta2**t) / surprise(t)]).sqrt()
