"""Sums over the examples where the mean is asked for: the step would grow with the batch."""

import torch

FAILS = ["regression_as_worked", "regression_of_any_data", "large_scores_are_safe"]


def loss_and_gradient(weight, bias, x, y):
    error = (x @ weight.T + bias).softmax(1)
    loss = torch.nn.functional.cross_entropy(x @ weight.T + bias, y, reduction="sum")
    error[range(len(y)), y] -= 1
    return loss, error.T @ x, error.sum(0)
