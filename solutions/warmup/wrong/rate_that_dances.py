"""Is in a hurry: it arrives in the first epoch and then dances about the goal."""

FAILS = ["the_best_fixed_rate"]


best_rate = 0.5
