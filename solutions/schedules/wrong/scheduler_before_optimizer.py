"""Is one epoch ahead: the first rate of the schedule is skipped."""

import torch

FAILS = ["rate_of_epoch_0", "rate_after_the_warmup", "every_epoch_has_its_rate", "weights_end_where_they_should"]


def train(optimizer, loss_of, batches, epochs, schedule):
    factors = [lambda t, lr=group["lr"]: schedule(t) / lr for group in optimizer.param_groups]
    scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, factors)
    for _ in range(epochs):
        scheduler.step()
        for batch in batches:
            optimizer.zero_grad()
            loss_of(batch).backward()
            optimizer.step()
