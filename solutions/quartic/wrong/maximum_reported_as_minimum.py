"""Reports the hilltop as the end from 0: the slope is zero there, too."""

FAILS = ["ends_are_valley_floors", "ends_are_those_of_your_walks", "ends_follow_from_the_rate"]

end_from_0 = -0.531
