"""Takes the flattest direction for the edge: it is the sharpest that decides."""

FAILS = ["edge_of_the_fold"]

fold_edge = 2 / 0.1888
