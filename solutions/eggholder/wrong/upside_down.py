"""Loses both minus signs: valleys become hills."""

FAILS = ["heights_of_the_table", "heights_anywhere", "minima_bend_up"]


def eggholder(w):
    x, z = w[..., 0], w[..., 1] + 47
    return z * (x / 2 + z).abs().sqrt().sin() + x * (x - z).abs().sqrt().sin()


minimum_a = (439.480997, 453.977435)
minimum_b = (418.560555, 171.043054)
covered = 0.1174
clock_needed = 26.55
fold_edge = 0.0205
