"""Recursion instead of a loop; a tuple instead of a tensor."""

import torch


def descend_quadratic(w0, lr, steps):
    if steps == 0:
        return (w0,)
    return w0, *descend_quadratic(w0 - lr * (2 * w0 - 4), lr, steps - 1)


def descend(w0, lr, steps):
    if steps == 0:
        return (w0,)
    return w0, *descend(w0 - lr * (4 * w0**3 + 9 * w0**2 - 2 * w0 - 3), lr, steps - 1)


def largest_stable_lr(curvature):
    return torch.tensor([2.0]) / curvature


end_left = descend(-0.54, 0.01, 500)[-1]
end_right = descend(-0.52, 0.01, 500)[-1]
