"""Counts the weights and forgets the biases."""

FAILS = ["counts_sum_up", "counts_of_each_layer"]


parameter_counts = [150, 2400, 48000, 10080, 840]
