"""Draws one label for each example instead of summing over all: right on average, and noisy."""

import torch

FAILS = ["fisher_of_any_linear_model", "fisher_of_any_network"]


def fisher_diagonal(model, x):
    generator = torch.Generator().manual_seed(0)
    parameters = list(model.parameters())
    total = [torch.zeros_like(p) for p in parameters]
    for example in x:
        log_p = model(example[None])[0].log_softmax(dim=0)
        label = torch.multinomial(log_p.detach().exp(), 1, generator=generator).item()
        scores = torch.autograd.grad(log_p[label], parameters)
        total = [f + g**2 for f, g in zip(total, scores)]
    return [f / len(x) for f in total]
