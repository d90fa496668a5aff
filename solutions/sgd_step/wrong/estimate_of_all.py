"""Makes one estimate from all the data: the average is taken before the estimate, not after it."""

import torch

FAILS = ["every_batch_counts_once", "mean_of_exponentials_as_worked", "mean_of_any_estimate", "means_of_the_eight"]


def mean_over_batches(estimate, count, size):
    return estimate(torch.arange(count))
