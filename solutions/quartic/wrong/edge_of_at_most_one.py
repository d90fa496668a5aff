"""No rate above 1 is believed to be stable, however flat the curve."""

FAILS = ["edge_of_any_curvature"]


def largest_stable_lr(curvature):
    return min(1.0, 2 / curvature)
