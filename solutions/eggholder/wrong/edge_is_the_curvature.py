"""Reports the curvature itself instead of the rate that follows from it."""

FAILS = ["edge_of_the_fold"]

fold_edge = 97.5
