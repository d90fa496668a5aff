"""Reports the gaps as parts of 1, not in percentage points."""

FAILS = ["gaps_are_in_points", "gaps_of_the_table"]


gaps = {name: fit - test for name, (_, fit, test) in published.items()}
