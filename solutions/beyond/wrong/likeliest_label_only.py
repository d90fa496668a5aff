"""Takes only the label that the model finds likeliest, as if it were certain of it."""

import torch

FAILS = ["fisher_of_any_linear_model", "fisher_of_any_network"]


def fisher_diagonal(model, x):
    parameters = list(model.parameters())
    total = [torch.zeros_like(p) for p in parameters]
    for example in x:
        log_p = model(example[None])[0].log_softmax(dim=0)
        scores = torch.autograd.grad(log_p[log_p.argmax()], parameters)
        total = [f + g**2 for f, g in zip(total, scores)]
    return [f / len(x) for f in total]
