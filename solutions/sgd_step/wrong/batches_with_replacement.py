"""Lets an example be in a minibatch twice."""

import itertools

import torch

FAILS = ["every_batch_counts_once", "mean_of_exponentials_as_worked", "mean_of_any_estimate", "means_of_the_eight"]


def mean_over_batches(estimate, count, size):
    return torch.stack([estimate(torch.tensor(b)) for b in itertools.product(range(count), repeat=size)]).mean(0)
