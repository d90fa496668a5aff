"""Autograd on the very parameters that are passed, whose `.grad` is never emptied: a second call returns the sum of both."""

import torch

FAILS = ["gradient_is_the_slope_of_your_loss", "sgd_steps_as_worked", "sgd_step_on_any_data", "sixteen_by_default"]


def loss_and_gradient(weight, bias, x, y):
    weight.requires_grad_()
    bias.requires_grad_()
    loss = torch.nn.functional.cross_entropy(x @ weight.T + bias, y)
    loss.backward()
    return loss, weight.grad, bias.grad
