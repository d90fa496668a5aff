"""Takes a pass between two valleys for a minimum: flat, but it falls away on two sides."""

FAILS = ["minima_bend_up", "minimum_a_is_true"]

minimum_a = (460.7136, 435.7187)
