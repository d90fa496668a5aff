"""A loop of its own instead of an optimizer; the sum as a sum; the list by the formula."""

import torch


def gradient(w):
    w = torch.tensor(w.tolist(), dtype=w.dtype, requires_grad=True)
    eggholder(w).backward()
    return w.grad


def gd_egg(alpha, start, decay, epochs=10):
    w = torch.as_tensor(start, dtype=torch.float64)
    walk = [w]
    for epoch in range(epochs):
        rate = alpha * 0.9**epoch if decay else alpha
        w = w - rate * gradient(w)
        walk.append(w)
    return torch.stack(walk)


def total_rate(alpha, epochs):
    return sum(alpha * 0.9**t for t in range(epochs))


def warmup_rates(alpha, warmup, epochs):
    return [alpha * (t + 1) / warmup if t < warmup else alpha * 0.9 ** (t - warmup) for t in range(epochs)]


minimum_a = gd_egg(0.1, START_A, decay=False, epochs=700)[-1]
minimum_b = gd_egg(0.1, START_B, decay=False, epochs=700)[-1]
