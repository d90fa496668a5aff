"""Reads off a power of ten, but the likelihood is a power of e."""

FAILS = ["zeros_of_the_exponential", "pictures_until_zero", "pictures_fit_below_the_limit"]

zero_32, zero_64 = 45, 324
images_32, images_64 = 45, 324
