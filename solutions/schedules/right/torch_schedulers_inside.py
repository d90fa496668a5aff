"""Asks torch: a scheduler is stepped as far as anybody has asked, and what it said is kept."""

import torch
from torch.optim import lr_scheduler


def asking(base_lr, make, last=None):
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=base_lr)
    scheduler = make(optimizer)
    rates = [scheduler.get_last_lr()[0]]

    def schedule(t):
        asked = t if last is None else min(t, last)
        while len(rates) <= asked:
            optimizer.step()
            scheduler.step()
            rates.append(scheduler.get_last_lr()[0])
        return rates[asked]

    return schedule


def multi_step(base_lr, milestones, factor):
    return asking(base_lr, lambda optimizer: lr_scheduler.MultiStepLR(optimizer, milestones, factor))


def polynomial(base_lr, final_lr, horizon, power):
    above = asking(base_lr - final_lr, lambda optimizer: lr_scheduler.PolynomialLR(optimizer, horizon, power))
    return lambda t: final_lr + above(t)


def cosine(base_lr, final_lr, horizon):
    return asking(base_lr, lambda optimizer: lr_scheduler.CosineAnnealingLR(optimizer, horizon, final_lr), last=horizon)
