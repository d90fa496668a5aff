"""Follows a fast walk into a deep valley that is hundreds away from the start."""

FAILS = ["minima_are_near", "minimum_a_is_true"]

minimum_a = (761.3163, 296.5782)
