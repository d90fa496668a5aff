"""Decays always, also when it is asked not to."""

import torch

FAILS = ["keeps_its_rate", "keeps_its_rate_anywhere", "walks_on_where_it_hardly_moves"]


def gd_egg(alpha, start, decay, epochs=10):
    w = torch.as_tensor(start, dtype=torch.float64)
    walk = [w]
    for epoch in range(epochs):
        rate = alpha * 0.9**epoch
        w = w - rate * gradient(w)
        walk.append(w)
    return torch.stack(walk)


minimum_a = (439.480997, 453.977435)
minimum_b = (418.560555, 171.043054)
covered = 0.1174
clock_needed = 26.55
fold_edge = 0.0205
