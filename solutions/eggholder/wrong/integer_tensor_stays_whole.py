"""Keeps the dtype of a tensor that it starts from: an integer tensor has no gradient."""

import torch

FAILS = ["takes_any_honest_start"]


def gd_egg(alpha, start, decay, epochs=10):
    w = start.clone() if isinstance(start, torch.Tensor) else torch.tensor(start, dtype=torch.float64)
    walk = [w]
    for epoch in range(epochs):
        w = w - alpha * (0.9**epoch if decay else 1) * gradient(w)
        walk.append(w)
    return torch.stack(walk)


minimum_a = (439.480997, 453.977435)
minimum_b = (418.560555, 171.043054)
covered = 0.1174
clock_needed = 26.55
fold_edge = 0.0205
