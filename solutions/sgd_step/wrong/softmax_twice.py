"""Puts probabilities into a function that takes scores: softmax is applied twice."""

import torch

FAILS = ["regression_of_any_data", "regression_as_worked", "large_scores_are_safe"]


def loss_and_gradient(weight, bias, x, y):
    w, b = weight.clone().requires_grad_(), bias.clone().requires_grad_()
    loss = torch.nn.functional.cross_entropy((x @ w.T + b).softmax(1), y)
    return (loss.detach(), *torch.autograd.grad(loss, (w, b)))
