"""Reports the whole walk instead of its last point."""

FAILS = ["minima_are_near", "minima_are_flat", "minima_bend_up", "minimum_a_is_true", "minimum_b_is_true"]

minimum_b = gd_egg(1.0, START_B, False, 200)
