"""Takes the Hessian at the end of the walk at 0.1, which is in the broad valley."""

FAILS = ["edge_of_the_fold"]

fold_edge = 2 / 3.604
