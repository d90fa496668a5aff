"""Reads the rate after scheduler.step(): that is the rate of the next epoch."""

import torch

FAILS = ["rates_of_the_worked_list", "rates_of_any_warmup", "warmup_of_one_epoch"]


def warmup_rates(alpha, warmup, epochs):
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=alpha)
    rise = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda epoch: (epoch + 1) / warmup)
    fall = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda epoch: 0.9**epoch)
    scheduler = torch.optim.lr_scheduler.SequentialLR(optimizer, [rise, fall], milestones=[warmup])
    rates = []
    for _ in range(epochs):
        optimizer.step()
        scheduler.step()
        rates.append(optimizer.param_groups[0]["lr"])
    return rates
