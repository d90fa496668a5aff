"""Chooses a rate at which two of the walks run away."""

FAILS = ["my_rate_suits_all_three", "ends_are_those_of_your_walks", "ends_follow_from_the_rate"]

my_lr = 0.1
end_from_2 = 0.607
end_from_minus_4 = -2.326
