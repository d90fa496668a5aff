"""Takes the Hessian at the start of the walk, where there is no valley at all."""

FAILS = ["edge_of_the_fold"]

fold_edge = 2 / 12.9068
