"""Subtracts the training accuracy from the test accuracy."""

FAILS = ["gaps_are_in_points", "gaps_of_the_table"]


gaps = {name: 100 * (test - fit) for name, (_, fit, test) in published.items()}
