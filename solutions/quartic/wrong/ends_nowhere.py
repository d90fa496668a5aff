"""Reports what a walk that overflowed has left: no number."""

FAILS = [
    "ends_are_flat",
    "ends_are_valley_floors",
    "ends_are_those_of_your_walks",
    "ends_follow_from_the_rate",
]

end_from_2 = float("nan")
