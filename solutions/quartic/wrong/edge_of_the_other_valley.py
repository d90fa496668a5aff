"""Takes the curvature of the valley on the right, which is not the lowest."""

FAILS = ["edge_of_the_quartic"]

stable_lr_quartic = 2 / 13.3556
