"""The Fisher diagonal by backward and .grad, as cross-entropy with every label; the penalty's gradient by autograd."""

import torch


def fisher_diagonal(model, x):
    fisher = [torch.zeros_like(p) for p in model.parameters()]
    for example in x:
        with torch.no_grad():
            p = torch.softmax(model(example.unsqueeze(0)), dim=1)[0]
        for label in range(len(p)):
            model.zero_grad()
            loss = torch.nn.functional.cross_entropy(model(example.unsqueeze(0)), torch.tensor([label]))
            loss.backward()
            for f, parameter in zip(fisher, model.parameters(), strict=True):
                f.add_(p[label] * parameter.grad.pow(2) / len(x))
    model.zero_grad()
    return fisher


def ewc_penalty(parameters, anchor, fisher, strength):
    total = torch.zeros(())
    for p, a, f in zip(parameters, anchor, fisher, strict=True):
        total = total + (f * torch.pow(p - a, 2)).sum()
    return total * strength * 0.5


def ewc_gradient(parameters, anchor, fisher, strength):
    copies = [p.detach().clone().requires_grad_() for p in parameters]
    return torch.autograd.grad(ewc_penalty(copies, anchor, fisher, strength), copies)
