"""Rates that are tensors of float32, computed with torch throughout."""

import torch


def square_root(base_lr):
    return lambda t: base_lr * torch.tensor(t + 1.0).rsqrt()


def factor_decay(base_lr, factor, floor):
    return lambda t: (torch.tensor(factor) ** t * base_lr).clamp(min=floor)


def multi_step(base_lr, milestones, factor):
    milestones = torch.tensor(milestones, dtype=torch.long)
    return lambda t: base_lr * torch.tensor(factor) ** (milestones <= t).sum()


def polynomial(base_lr, final_lr, horizon, power):
    return lambda t: torch.lerp(
        torch.tensor(final_lr), torch.tensor(base_lr), (1 - torch.tensor(t / horizon).clamp(max=1)) ** power
    )


def cosine(base_lr, final_lr, horizon):
    def schedule(t):
        wave = torch.cos(torch.pi * torch.tensor([t / horizon]).clamp(max=1))
        return final_lr + 0.5 * (base_lr - final_lr) * (1 + wave)

    return schedule


def warmup_cosine(start_lr, base_lr, final_lr, warmup, horizon):
    after = cosine(base_lr, final_lr, horizon - warmup)
    if not warmup:
        return after
    ramp = torch.linspace(start_lr, base_lr, warmup + 1)
    return lambda t: ramp[t] if t < warmup else after(t - warmup)
