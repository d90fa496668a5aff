"""Subtracts the largest bias for safety, and not the largest score."""

import torch

FAILS = ["large_scores_are_safe"]


def loss_and_gradient(weight, bias, x, y):
    scores = x @ weight.T + bias - bias.max()
    log_p = scores - scores.exp().sum(1, keepdim=True).log()
    error = log_p.exp()
    error[torch.arange(len(y)), y] -= 1
    return -log_p[torch.arange(len(y)), y].mean(), error.T @ x / len(y), error.mean(0)
