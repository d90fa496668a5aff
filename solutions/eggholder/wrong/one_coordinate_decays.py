"""Decays the rate of x only; a rate is one number for all coordinates."""

import torch

FAILS = ["decays_from_the_second_epoch", "decays_anywhere", "walks_on_where_it_hardly_moves"]


def gd_egg(alpha, start, decay, epochs=10):
    w = torch.as_tensor(start, dtype=torch.float64)
    walk = [w]
    for epoch in range(epochs):
        rate = alpha * torch.tensor([0.9**epoch if decay else 1.0, 1.0])
        w = w - rate * gradient(w)
        walk.append(w)
    return torch.stack(walk)


minimum_a = (439.480997, 453.977435)
minimum_b = (418.560555, 171.043054)
covered = 0.1174
clock_needed = 26.55
fold_edge = 0.0205
