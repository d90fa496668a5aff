"""Takes the limit of exp(+x), where numbers become too large, for that of exp(−x)."""

FAILS = ["zeros_of_the_exponential", "pictures_until_zero"]

zero_32, zero_64 = 88.72, 709.78
images_32, images_64 = 38, 308
