"""Takes any flat point for the hilltop."""

FAILS = ["hilltop_is_a_hilltop"]

hilltop_w = 0.607
