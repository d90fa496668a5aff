"""The edge of the fold by halving an interval of rates; the clock at rate 0.1; alpha by halving, too."""

import torch


def halve(low, high, is_low):
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if is_low(middle) else (low, middle)
    return low


def comes_home(rate, epochs=40):
    floor = torch.tensor([479.04540, 434.50588], dtype=torch.float64)
    hair = torch.tensor([0.01, -0.01], dtype=torch.float64)
    walk = gd_egg(rate, floor + hair, False, epochs)
    return bool((walk[-1] - floor).norm() < hair.norm())


def first_near(walk, goal):
    return next(t for t, w in enumerate(walk) if (w - goal).norm() < 1)


def alpha_needed(total, epochs):
    return halve(0.0, 1000.0, lambda alpha: total_rate(alpha, epochs) < total)


fold_edge = halve(0.001, 0.1, comes_home) if comes_home(0.001) else 0
clock_needed = 0.1 * first_near(gd_egg(0.1, (400.0, 130.0), False, 400), minimum_b)
