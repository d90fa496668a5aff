"""Autograd on the very parameters that are passed; what is returned is their `.grad`, emptied before each use."""

import torch


def loss_and_gradient(weight, bias, x, y):
    weight.requires_grad_()
    bias.requires_grad_()
    weight.grad = bias.grad = None
    loss = torch.nn.functional.cross_entropy(x @ weight.T + bias, y)
    loss.backward()
    return loss, weight.grad, bias.grad


def full_step(weight, bias, x, y, lr):
    _, slope, lift = loss_and_gradient(weight, bias, x, y)
    return (weight - lr * slope).detach(), (bias - lr * lift).detach()
