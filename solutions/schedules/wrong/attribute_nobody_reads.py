"""Writes the rate where the optimizer does not read it when it steps."""

FAILS = [
    "rate_of_epoch_0",
    "rate_after_the_warmup",
    "every_group_has_the_rate",
    "every_epoch_has_its_rate",
    "weights_end_where_they_should",
]


def train(optimizer, loss_of, batches, epochs, schedule):
    for epoch in range(epochs):
        optimizer.lr = schedule(epoch)
        for batch in batches:
            optimizer.zero_grad()
            loss_of(batch).backward()
            optimizer.step()
