"""Cuts the gradient off at −50 and 50, so that a steep slope is walked too slowly."""

import torch

FAILS = ["keeps_its_rate_anywhere", "decays_anywhere"]


def gd_egg(alpha, start, decay, epochs=10):
    w = torch.as_tensor(start, dtype=torch.float64).clone()
    walk = [w]
    for t in range(epochs):
        w = w - (alpha * 0.9**t if decay else alpha) * gradient(w).clamp(-50, 50)
        walk.append(w)
    return torch.stack(walk)
