"""A loop over the examples, one at a time, with running sums."""

import torch


def loss_and_gradient(weight, bias, x, y):
    cost, slope, lift = 0.0, torch.zeros_like(weight), torch.zeros_like(bias)
    for row, label in zip(x, y, strict=True):
        scores = weight @ row + bias
        scores = scores - scores.max()
        total = scores.exp().sum()
        cost += float(total.log() - scores[label])
        error = scores.exp() / total
        error[label] -= 1
        slope += torch.outer(error, row)
        lift += error
    return cost / len(y), slope / len(y), lift / len(y)
