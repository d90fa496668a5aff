"""Reports the ends to one decimal, read off the figure."""

FAILS = ["ends_are_flat", "ends_are_those_of_your_walks", "ends_follow_from_the_rate"]

end_from_0 = 0.6
end_from_2 = 0.6
end_from_minus_4 = -2.3
