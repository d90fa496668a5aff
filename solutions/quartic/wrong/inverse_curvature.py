"""Takes 1/L″ for the largest stable rate: that is the rate which arrives in one step."""

FAILS = ["edge_of_the_quadratic", "edge_of_any_curvature", "edge_of_the_quartic"]


def largest_stable_lr(curvature):
    return 1 / curvature
