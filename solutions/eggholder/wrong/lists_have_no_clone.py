"""Makes a tensor of a tuple only, and takes every other start for a tensor of floats: a list has no clone."""

import torch

FAILS = ["takes_any_honest_start"]


def gd_egg(alpha, start, decay, epochs=10):
    w = torch.tensor(start, dtype=torch.float64) if isinstance(start, tuple) else start.clone()
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
