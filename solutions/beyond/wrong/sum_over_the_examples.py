"""Sums over the examples: twice the data would make every spring twice as stiff."""

import torch

FAILS = ["fisher_of_the_worked_example", "fisher_of_any_linear_model", "fisher_of_any_network"]


def fisher_diagonal(model, x):
    parameters = list(model.parameters())
    total = [torch.zeros_like(p) for p in parameters]
    for example in x:
        log_p = model(example[None])[0].log_softmax(dim=0)
        for one in log_p:
            scores = torch.autograd.grad(one, parameters, retain_graph=True)
            total = [f + one.detach().exp() * g**2 for f, g in zip(total, scores)]
    return total
