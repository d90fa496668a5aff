"""Takes 1/curvature, the rate that arrives in one step, for the edge of stability."""

FAILS = ["edge_of_the_fold"]

fold_edge = 1 / 97.5
