"""A table of float64 made once, in one vectorised formula: the schedule looks its step up, as far as there is any change."""

import torch

LONG = torch.arange(5000, dtype=torch.float64)


def table(rates):
    return lambda t: rates[min(t, len(rates) - 1)]


def square_root(base_lr):
    return table(base_lr / (LONG + 1).sqrt())


def factor_decay(base_lr, factor, floor):
    return table((base_lr * factor**LONG).clamp(min=floor))


def multi_step(base_lr, milestones, factor):
    passed = torch.zeros_like(LONG)
    passed[milestones] = 1
    return table(base_lr * factor ** passed.cumsum(0))


def polynomial(base_lr, final_lr, horizon, power):
    return table(final_lr + (base_lr - final_lr) * torch.linspace(1, 0, horizon + 1, dtype=torch.float64) ** power)


def cosine(base_lr, final_lr, horizon):
    angles = torch.linspace(0, torch.pi, horizon + 1, dtype=torch.float64)
    return table(final_lr + (base_lr - final_lr) / 2 * (1 + angles.cos()))


def warmup_cosine(start_lr, base_lr, final_lr, warmup, horizon):
    rise = torch.linspace(start_lr, base_lr, warmup + 1, dtype=torch.float64)[:-1]
    angles = torch.linspace(0, torch.pi, horizon - warmup + 1, dtype=torch.float64)
    fall = final_lr + (base_lr - final_lr) / 2 * (1 + angles.cos())
    return table(torch.cat([rise if warmup else rise[:0], fall]))
