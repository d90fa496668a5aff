"""The rate written into the optimizer at the start of each epoch, a column of rates."""

import torch


def gd_egg(alpha, start, decay, epochs=10):
    w = torch.tensor([float(x) for x in start], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([{"params": [w]}], lr=1.0)
    history = [w.tolist()]
    for epoch in range(epochs):
        for group in optimizer.param_groups:
            group["lr"] = alpha * (0.9 if decay else 1) ** epoch
        optimizer.zero_grad(set_to_none=False)
        eggholder(w).backward()
        optimizer.step()
        history.append(w.tolist())
    return history


def warmup_rates(alpha, warmup, epochs):
    return torch.tensor([[alpha * min((t + 1) / warmup, 0.9 ** max(t - warmup, 0))] for t in range(epochs)])


covered = torch.tensor(0.1174)
clock_needed = 26
fold_edge = 2 / 97.5
