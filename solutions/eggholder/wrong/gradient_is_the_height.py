"""Returns the height at the point instead of how it changes."""

FAILS = ["gradient_at_the_starts", "gradient_anywhere", "gradient_leaves_nothing_behind"]


def gradient(w):
    return eggholder(w)
