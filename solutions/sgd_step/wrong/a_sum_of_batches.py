"""Adds the estimates up and does not divide by their number."""

import itertools

import torch

FAILS = ["mean_of_exponentials_as_worked", "mean_of_any_estimate", "means_of_the_eight"]


def mean_over_batches(estimate, count, size):
    return torch.stack([estimate(torch.tensor(b)) for b in itertools.combinations(range(count), size)]).sum(0)
