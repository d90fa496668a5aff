"""Asks torch: in each call a fresh scheduler is stepped t times."""

import torch
from torch.optim import lr_scheduler


def asking(base_lr, make, last=None):
    def schedule(t):
        optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=base_lr)
        scheduler = make(optimizer)
        for _ in range(t if last is None else min(t, last)):
            optimizer.step()
            scheduler.step()
        return scheduler.get_last_lr()[0]

    return schedule


def multi_step(base_lr, milestones, factor):
    return asking(base_lr, lambda optimizer: lr_scheduler.MultiStepLR(optimizer, milestones, factor))


def polynomial(base_lr, final_lr, horizon, power):
    above = asking(base_lr - final_lr, lambda optimizer: lr_scheduler.PolynomialLR(optimizer, horizon, power))
    return lambda t: final_lr + above(t)


def cosine(base_lr, final_lr, horizon):
    return asking(base_lr, lambda optimizer: lr_scheduler.CosineAnnealingLR(optimizer, horizon, final_lr), last=horizon)
