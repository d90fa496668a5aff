"""Reports the height of the minimum instead of its place."""

FAILS = ["minima_are_near", "minima_are_flat", "minima_bend_up", "minimum_a_is_true", "minimum_b_is_true"]

minimum_b = -629.634
