"""Subtracts the largest score of the whole batch from all of it: an example with small scores is left with zeros."""

import torch

FAILS = ["large_scores_are_safe"]


def loss_and_gradient(weight, bias, x, y):
    scores = x @ weight.T + bias
    scores = scores - scores.max()
    log_p = scores - scores.exp().sum(1, keepdim=True).log()
    error = log_p.exp()
    error[torch.arange(len(y)), y] -= 1
    return -log_p[torch.arange(len(y)), y].mean(), error.T @ x / len(y), error.mean(0)
