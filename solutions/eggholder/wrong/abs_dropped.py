"""Takes the root without the absolute value: where the difference is negative there is no height."""

FAILS = [
    "heights_of_the_table",
    "heights_anywhere",
    "minima_are_flat",
    "heights_of_a_grid",
    "gradient_at_the_starts",
    "gradient_anywhere",
    "keeps_its_rate_anywhere",
    "decays_anywhere",
    "gradient_leaves_nothing_behind",
    "minima_bend_up",
]


def eggholder(w):
    x, z = w[..., 0], w[..., 1] + 47
    return -z * (x / 2 + z).sqrt().sin() - x * (x - z).sqrt().sin()


minimum_a = (439.480997, 453.977435)
minimum_b = (418.560555, 171.043054)
covered = 0.1174
clock_needed = 26.55
fold_edge = 0.0205
