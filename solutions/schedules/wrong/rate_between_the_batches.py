"""Changes the rate after the first batch of an epoch, so that this batch still runs at the old one."""

FAILS = [
    "rate_of_epoch_0",
    "rate_after_the_warmup",
    "rate_holds_all_epoch",
    "every_group_has_the_rate",
    "every_epoch_has_its_rate",
    "weights_end_where_they_should",
]


def train(optimizer, loss_of, batches, epochs, schedule):
    for epoch in range(epochs):
        for batch in batches:
            optimizer.zero_grad()
            loss_of(batch).backward()
            optimizer.step()
            for group in optimizer.param_groups:
                group["lr"] = schedule(epoch)
