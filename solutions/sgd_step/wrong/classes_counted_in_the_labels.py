"""As many classes as the highest label of the batch has it, and not as many as there are scores."""

import torch

FAILS = ["regression_of_any_data", "sgd_step_on_any_data"]


def loss_and_gradient(weight, bias, x, y):
    log_p = (x @ weight.T + bias).log_softmax(1)
    mine = torch.nn.functional.one_hot(y)
    error = log_p.exp() - mine
    return -(log_p * mine).sum(1).mean(), error.T @ x / len(y), error.mean(0)
