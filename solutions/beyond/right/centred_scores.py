"""The Fisher diagonal of the logits: each score is a logit's gradient minus the mean gradient."""

import torch


def fisher_diagonal(model, x):
    parameters = tuple(model.parameters())
    sums = None
    for row in x.split(1):
        logits = model(row).squeeze(0)
        p = logits.softmax(0).detach()
        each = [torch.autograd.grad(logit, parameters, retain_graph=True) for logit in logits]
        mine = []
        for gradients in zip(*each, strict=True):
            stacked = torch.stack(gradients)
            weight = p.reshape(-1, *[1] * (stacked.ndim - 1))
            mine.append((weight * (stacked - (weight * stacked).sum(0)) ** 2).sum(0))
        sums = mine if sums is None else [s + m for s, m in zip(sums, mine, strict=True)]
    return [s / x.shape[0] for s in sums]
