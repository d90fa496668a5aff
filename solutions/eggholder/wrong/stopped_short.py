"""Takes the place where the decayed walk stopped for a minimum: it was the rate that ran out, not the slope."""

FAILS = ["minima_are_flat", "minimum_a_is_true", "minimum_b_is_true"]

minimum_a = gd_egg(0.1, START_A, True, 200)[-1]
minimum_b = gd_egg(0.1, START_B, True, 200)[-1]
