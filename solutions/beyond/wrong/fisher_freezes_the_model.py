"""Takes the parameters out of autograd when all is computed, for good."""

import torch

FAILS = ["fisher_has_the_shape_of_the_model"]


def fisher_diagonal(model, x):
    parameters = list(model.parameters())
    total = [torch.zeros_like(p) for p in parameters]
    for example in x:
        log_p = model(example[None])[0].log_softmax(dim=0)
        for one in log_p:
            scores = torch.autograd.grad(one, parameters, retain_graph=True)
            total = [f + one.detach().exp() * g**2 for f, g in zip(total, scores, strict=True)]
    for p in parameters:
        p.requires_grad_(False)
    return [f / len(x) for f in total]
