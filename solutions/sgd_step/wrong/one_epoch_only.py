"""Averages over one epoch: the data are cut into minibatches, and the others never occur."""

import torch

FAILS = ["every_batch_counts_once", "mean_of_exponentials_as_worked", "mean_of_any_estimate", "means_of_the_eight"]


def mean_over_batches(estimate, count, size):
    parts = torch.arange(count).split(size)
    return torch.stack([estimate(part) for part in parts if len(part) == size]).mean(0)
