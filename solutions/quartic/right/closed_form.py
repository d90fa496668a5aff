"""The quadratic in closed form, all iterates at once: the error shrinks by 1 − 2·lr in each step."""

import torch


def descend_quadratic(w0, lr, steps):
    return 2 + (w0 - 2) * (1 - 2 * lr) ** torch.arange(steps + 1)
