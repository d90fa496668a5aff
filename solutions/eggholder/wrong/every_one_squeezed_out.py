"""Takes every dimension of one out of the heights, and not only that of the coordinates."""

FAILS = ["heights_of_a_grid"]


def eggholder(w):
    x, z = w[..., :1], w[..., 1:] + 47
    return (-z * (x / 2 + z).abs().sqrt().sin() - x * (x - z).abs().sqrt().sin()).squeeze()
