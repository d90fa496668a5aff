"""Keeps the dimension of the coordinates: the heights have one number in each of its places."""

FAILS = ["heights_of_a_grid"]


def eggholder(w):
    x, z = w[..., :1], w[..., 1:] + 47
    return -z * (x / 2 + z).abs().sqrt().sin() - x * (x - z).abs().sqrt().sin()
