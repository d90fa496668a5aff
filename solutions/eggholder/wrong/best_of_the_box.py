"""Reports the famous lowest point of the box, which lies on the edge: the ground goes on falling outside."""

FAILS = ["minima_are_flat", "minimum_a_is_true"]

minimum_a = (512, 404.2319)
