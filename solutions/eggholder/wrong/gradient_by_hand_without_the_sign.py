"""Differentiates √|u| as if u were always positive: left of the fold the derivative has the wrong sign."""

import torch

FAILS = ["gradient_at_the_starts", "gradient_anywhere"]


def gradient(w):
    x, z = w[0], w[1] + 47
    a, b = x / 2 + z, x - z
    sa, sb = a.abs().sqrt(), b.abs().sqrt()
    da, db = sa.cos() / (2 * sa), sb.cos() / (2 * sb)
    return torch.stack((-z * da / 2 - sb.sin() - x * db, -sa.sin() - z * da + x * db))
