"""Numbers typed to two or three decimals, and letters typed as people type them."""

minimum_a = (439.48, 453.98)
minimum_b = (418.56, 171.04)
covered = 0.12
clock_needed = 26.6
fold_edge = 0.02
why_not_the_fold = "(C)"
why_it_stopped = "B. The sum is finite."
