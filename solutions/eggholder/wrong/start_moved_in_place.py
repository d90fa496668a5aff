"""Steps in place on the tensor of the caller, whose start is gone afterwards."""

import torch

FAILS = ["takes_any_honest_start"]


def gd_egg(alpha, start, decay, epochs=10):
    w = torch.as_tensor(start, dtype=torch.float64)
    walk = [w.clone()]
    for epoch in range(epochs):
        w -= alpha * (0.9**epoch if decay else 1) * gradient(w)
        walk.append(w.clone())
    return torch.stack(walk)


minimum_a = (439.480997, 453.977435)
minimum_b = (418.560555, 171.043054)
covered = 0.1174
clock_needed = 26.55
fold_edge = 0.0205
