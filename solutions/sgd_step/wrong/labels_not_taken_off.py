"""Your error does not know the truth: the labels are not taken off the probabilities."""

import torch

FAILS = [
    "regression_as_worked",
    "regression_of_any_data",
    "gradient_is_the_slope_of_your_loss",
    "large_scores_are_safe",
]


def loss_and_gradient(weight, bias, x, y):
    scores = x @ weight.T + bias
    p = scores.softmax(1)
    return torch.nn.functional.cross_entropy(scores, y), p.T @ x / len(y), p.mean(0)
