"""Takes the truth minus what the model said: the gradient points downhill."""

import torch

FAILS = [
    "regression_as_worked",
    "regression_of_any_data",
    "gradient_is_the_slope_of_your_loss",
    "large_scores_are_safe",
]


def loss_and_gradient(weight, bias, x, y):
    scores = x @ weight.T + bias
    error = torch.eye(len(bias), dtype=scores.dtype)[y] - scores.softmax(1)
    return torch.nn.functional.cross_entropy(scores, y), error.T @ x / len(y), error.mean(0)
