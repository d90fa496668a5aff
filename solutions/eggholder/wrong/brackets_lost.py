"""Writes x − y + 47 where x − (y + 47) is meant: the brackets carry the minus to both."""

FAILS = ["heights_of_the_table", "heights_anywhere", "minima_are_flat", "minima_bend_up"]


def eggholder(w):
    x, y = w[..., 0], w[..., 1]
    return -(y + 47) * (x / 2 + y + 47).abs().sqrt().sin() - x * (x - y + 47).abs().sqrt().sin()


minimum_a = (439.480997, 453.977435)
minimum_b = (418.560555, 171.043054)
covered = 0.1174
clock_needed = 26.55
fold_edge = 0.0205
