"""Keeps the bias out of the gradient."""

import torch

FAILS = ["regression_as_worked", "regression_of_any_data", "gradient_is_the_slope_of_your_loss"]


def loss_and_gradient(weight, bias, x, y):
    scores = x @ weight.T + bias
    error = scores.softmax(1)
    error[range(len(y)), y] -= 1
    return torch.nn.functional.cross_entropy(scores, y), error.T @ x / len(y), 0 * bias
