"""Is one epoch ahead: the first rate of the schedule is skipped."""

FAILS = ["rate_of_epoch_0", "rate_after_the_warmup", "every_epoch_has_its_rate", "weights_end_where_they_should"]


def train(optimizer, loss_of, batches, epochs, schedule):
    for epoch in range(1, epochs + 1):
        for group in optimizer.param_groups:
            group["lr"] = schedule(epoch)
        for batch in batches:
            optimizer.zero_grad()
            loss_of(batch).backward()
            optimizer.step()
