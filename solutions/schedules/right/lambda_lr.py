"""LambdaLR in the training loop, with one function for each group; SequentialLR of two LambdaLR."""

import math

import torch
from torch.optim.lr_scheduler import LambdaLR, SequentialLR


def train(optimizer, loss_of, batches, epochs, schedule):
    def relative_to(lr):
        return lambda t: schedule(t) / lr

    scheduler = LambdaLR(optimizer, [relative_to(group["lr"]) for group in optimizer.param_groups])
    for _ in range(epochs):
        for batch in batches:
            optimizer.zero_grad()
            loss_of(batch).backward()
            optimizer.step()
        scheduler.step()


def warmup_then_cosine(optimizer, warmup, horizon, start_factor, final_lr):
    def fall(lr):
        return lambda t: final_lr / lr + (1 - final_lr / lr) * (1 + math.cos(math.pi * t / (horizon - warmup))) / 2

    bases = [group["lr"] for group in optimizer.param_groups]
    first = LambdaLR(optimizer, lambda t: start_factor + (1 - start_factor) * t / warmup)
    return SequentialLR(optimizer, [first, LambdaLR(optimizer, [fall(lr) for lr in bases])], [warmup])


def rates_of(optimizer, scheduler, epochs):
    rates = torch.empty(epochs, dtype=torch.float64)
    for t in range(epochs):
        rates[t], *_ = scheduler.get_last_lr()
        optimizer.step()
        scheduler.step()
    return rates
