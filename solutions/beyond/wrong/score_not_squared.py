"""Leaves out the square, so that the scores cancel to nothing, up to rounding."""

import torch

FAILS = [
    "fisher_has_the_shape_of_the_model",
    "fisher_of_the_worked_example",
    "fisher_of_any_linear_model",
    "fisher_of_any_network",
]


def fisher_diagonal(model, x):
    parameters = list(model.parameters())
    total = [torch.zeros_like(p) for p in parameters]
    for example in x:
        log_p = model(example[None])[0].log_softmax(dim=0)
        for one in log_p:
            scores = torch.autograd.grad(one, parameters, retain_graph=True)
            total = [f + one.detach().exp() * g for f, g in zip(total, scores)]
    return [f / len(x) for f in total]
