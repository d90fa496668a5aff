"""Makes one function for each group in a comprehension: all of them see the last group's rate."""

import torch

FAILS = [
    "rate_of_epoch_0",
    "rate_after_the_warmup",
    "every_group_has_the_rate",
    "every_epoch_has_its_rate",
    "weights_end_where_they_should",
]


def train(optimizer, loss_of, batches, epochs, schedule):
    bases = [group["lr"] for group in optimizer.param_groups]
    factors = [lambda t: schedule(t) / lr for lr in bases]
    scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, factors)
    for _ in range(epochs):
        for batch in batches:
            optimizer.zero_grad()
            loss_of(batch).backward()
            optimizer.step()
        scheduler.step()
