"""Reports y before x."""

FAILS = ["minima_are_near", "minima_are_flat", "minimum_b_is_true", "minima_bend_up"]

minimum_b = (171.043, 418.561)
