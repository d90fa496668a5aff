"""The twin floor of the narrow fold, typed to two decimals."""

minimum_a = [482.35, 432.88]
minimum_b = (418.56, 171.04)
