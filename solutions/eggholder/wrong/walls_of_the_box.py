"""Keeps the walk in the usual box: every iterate is cut off at −512 and 512."""

import torch

FAILS = ["keeps_its_rate_anywhere"]


def gd_egg(alpha, start, decay, epochs=10):
    walk = [torch.as_tensor(start, dtype=torch.float64)]
    for epoch in range(epochs):
        step = alpha * (0.9**epoch if decay else 1.0) * gradient(walk[-1])
        walk.append((walk[-1] - step).clamp(-512, 512))
    return torch.stack(walk)


minimum_a = (439.480997, 453.977435)
minimum_b = (418.560555, 171.043054)
covered = 0.1174
clock_needed = 26.55
fold_edge = 0.0205
