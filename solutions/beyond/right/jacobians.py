"""The Fisher diagonal from Jacobians of all examples at once, by name; the penalty on one long vector."""

import torch
from torch.func import functional_call, jacrev


def fisher_diagonal(model, x):
    named = {name: p.detach() for name, p in model.named_parameters()}

    def log_probabilities(parameters):
        return functional_call(model, parameters, (x,)).log_softmax(dim=-1)

    p = log_probabilities(named).exp()
    scores = jacrev(log_probabilities)(named)
    return {name: torch.einsum("nc,nc...->...", p, score.square()) / len(x) for name, score in scores.items()}


def ewc_penalty(parameters, anchor, fisher, strength):
    p, a, f = (torch.cat([part.reshape(-1) for part in parts]) for parts in (parameters, anchor, fisher))
    return 0.5 * strength * torch.dot(f, (p - a).square())


def ewc_gradient(parameters, anchor, fisher, strength):
    return tuple(torch.mul(f, p).sub(f * a).mul(strength) for p, a, f in zip(parameters, anchor, fisher, strict=True))
