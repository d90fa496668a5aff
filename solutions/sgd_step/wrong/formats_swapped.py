"""Swaps the two formats."""

FAILS = ["zero_comes_later_in_float64", "zeros_of_the_exponential", "pictures_until_zero"]

zero_32, zero_64 = 745.13, 103.97
images_32, images_64 = 323, 45
