"""Gives the first number of pictures at which the likelihood is 0, one more than asked for."""

FAILS = ["pictures_until_zero", "pictures_fit_below_the_limit"]

images_32, images_64 = 46, 324
