"""Takes the smallest normal number for the smallest: below it there are the subnormal ones."""

FAILS = ["zeros_of_the_exponential", "pictures_until_zero"]

zero_32, zero_64 = 87.34, 708.4
images_32, images_64 = 37, 307
