"""Reports one minimum for both starts."""

FAILS = ["minima_are_near", "minimum_b_is_true"]

minimum_b = (439.481, 453.977)
