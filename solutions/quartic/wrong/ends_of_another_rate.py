"""Reports the ends of rate 0.01 beside the rate 0.05, at which two starts end elsewhere."""

FAILS = ["ends_are_those_of_your_walks", "ends_follow_from_the_rate"]

my_lr = 0.05
end_from_0 = 0.607
end_from_2 = 0.607
end_from_minus_4 = -2.326
