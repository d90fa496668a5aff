"""The papers’ convention, rate inside the velocity: the same iterates, since the rate is constant."""

import torch


def momentum_walk(w0, gradients, lr, momentum):
    v, walk = torch.zeros_like(w0), [w0]
    for gradient in gradients:
        v = momentum * v - lr * gradient
        walk.append(walk[-1] + v)
    return torch.stack(walk)


def nesterov_walk(w0, gradients, lr, momentum):
    v, walk = torch.zeros_like(w0), [w0]
    for gradient in gradients:
        v = momentum * v - lr * gradient
        walk.append(walk[-1] + momentum * v - lr * gradient)
    return torch.stack(walk)


parameters_2 = parameters_1 + 0.9 * (parameters_1 - start) - 0.1 * gradient_2
