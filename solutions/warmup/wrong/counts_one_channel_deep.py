"""Gives the kernels of the second convolution one channel in place of six."""

FAILS = ["counts_sum_up", "counts_of_each_layer"]


parameter_counts = [156, 416, 48120, 10164, 850]
