"""ExponentialLR for the decay, LinearLR for the warmup, a class for the walker."""

import torch


class Walker(torch.nn.Module):
    def __init__(self, start):
        super().__init__()
        self.w = torch.nn.Parameter(torch.tensor([float(x) for x in start], dtype=torch.float64))

    def forward(self):
        return eggholder(self.w)


def gd_egg(alpha, start, decay, epochs=10):
    walker = Walker(start)
    optimizer = torch.optim.SGD(walker.parameters(), lr=alpha)
    scheduler = torch.optim.lr_scheduler.ExponentialLR(optimizer, gamma=0.9 if decay else 1.0)
    history = torch.zeros(epochs + 1, 2, dtype=torch.float64)
    history[0] = walker.w.detach()
    for epoch in range(1, epochs + 1):
        walker.zero_grad()
        walker().backward()
        optimizer.step()
        scheduler.step()
        history[epoch] = walker.w.detach()
    return history


def warmup_rates(alpha, warmup, epochs):
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=alpha)
    schedules = torch.optim.lr_scheduler
    rise = schedules.LinearLR(optimizer, start_factor=1 / warmup, total_iters=max(warmup - 1, 1))
    fall = schedules.ExponentialLR(optimizer, gamma=0.9)
    both = schedules.SequentialLR(optimizer, [rise, fall], milestones=[warmup])
    rates = []
    for _ in range(epochs):
        rates += [group["lr"] for group in optimizer.param_groups]
        optimizer.step()
        both.step()
    return rates
