"""Stops the walks after 20 steps, while they are still leaving the hilltop."""

FAILS = ["starts_a_hair_apart"]

end_left = descend(-0.54, 0.01, 20)[-1]
end_right = descend(-0.52, 0.01, 20)[-1]
