"""Counts signs alone, whatever the size of the differences."""

FAILS = ["p_of_any_differences"]


def p_value(differences):
    ups, n = sum(d > 0 for d in differences), len(differences)
    extreme = max(ups, n - ups)
    return min(1.0, 2 * sum(math.comb(n, k) for k in range(extreme, n + 1)) / 2**n)
