"""Confuses the sides: descent from the left of the hilltop is thought to go right."""

FAILS = ["starts_a_hair_apart"]

end_left = 0.607
end_right = -2.326
