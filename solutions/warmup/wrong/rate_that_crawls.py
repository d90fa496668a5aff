"""Is so careful that four epochs do not suffice to arrive."""

FAILS = ["the_best_fixed_rate"]


best_rate = 0.05
