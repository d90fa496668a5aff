"""Gives LambdaLR the rate itself, although it multiplies the first rate by what it gets."""

import torch

FAILS = [
    "rate_of_epoch_0",
    "rate_after_the_warmup",
    "every_group_has_the_rate",
    "every_epoch_has_its_rate",
    "weights_end_where_they_should",
]


def train(optimizer, loss_of, batches, epochs, schedule):
    scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, schedule)
    for _ in range(epochs):
        for batch in batches:
            optimizer.zero_grad()
            loss_of(batch).backward()
            optimizer.step()
        scheduler.step()
