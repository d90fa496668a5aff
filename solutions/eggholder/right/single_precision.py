"""Everything in float32, from the function to the rates."""

import torch


def eggholder(w):
    w = w.to(torch.float32)
    x, z = w.unbind(dim=-1)[0], w.unbind(dim=-1)[1] + 47.0
    return -z * torch.sin(torch.sqrt(torch.abs(x / 2 + z))) - x * torch.sin(torch.sqrt(torch.abs(x - z)))


def gd_egg(alpha, start, decay, epochs=10):
    walk = torch.empty(epochs + 1, 2)
    walk[0] = torch.as_tensor(start)
    for epoch in range(epochs):
        walk[epoch + 1] = walk[epoch] - alpha * (0.9**epoch if decay else 1.0) * gradient(walk[epoch])
    return walk


def warmup_rates(alpha, warmup, epochs):
    t = torch.arange(epochs)
    return torch.where(t < warmup, alpha * (t + 1) / warmup, alpha * 0.9 ** (t - warmup))
