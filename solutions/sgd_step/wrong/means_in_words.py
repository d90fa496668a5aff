"""Reports a mean as text."""

FAILS = ["means_are_numbers", "means_of_the_eight"]


mean_slope = "0.7"
