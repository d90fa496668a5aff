"""No loop at all: velocities as one product with a triangle of powers, walks as cumulative sums, s as a closed form."""

import torch


def velocities(gradients, momentum):
    age = torch.arange(len(gradients))[:, None] - torch.arange(len(gradients))
    weights = torch.where(age >= 0, torch.tensor(momentum, dtype=gradients.dtype) ** age.clamp(min=0), 0)
    return weights.to(gradients.dtype) @ gradients


def momentum_walk(w0, gradients, lr, momentum):
    return torch.cat((w0[None], w0 - lr * velocities(gradients, momentum).cumsum(0)))


def nesterov_walk(w0, gradients, lr, momentum):
    ahead = gradients + momentum * velocities(gradients, momentum)
    return torch.cat((w0[None], w0 - lr * ahead.cumsum(0)))


def belief_over_adam(t, beta1=0.9, beta2=0.999):
    square = beta1**2
    total = t * beta2**t if square == beta2 else square * (beta2**t - square**t) / (beta2 - square)
    return ((1 - beta2**t) / ((1 - beta2) * total)) ** 0.5
