"""Takes a hilltop for a minimum."""

FAILS = ["minima_bend_up", "minimum_b_is_true"]

minimum_b = (408.7184, 62.1020)
