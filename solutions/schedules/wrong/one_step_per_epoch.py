"""Takes one step for each epoch, on the sum of its losses, where each batch should have its own."""

FAILS = [
    "every_batch_is_a_step",
    "rate_of_epoch_0",
    "rate_after_the_warmup",
    "rate_holds_all_epoch",
    "every_epoch_has_its_rate",
    "weights_end_where_they_should",
]


def train(optimizer, loss_of, batches, epochs, schedule):
    for epoch in range(epochs):
        for group in optimizer.param_groups:
            group["lr"] = schedule(epoch)
        optimizer.zero_grad()
        sum(loss_of(batch) for batch in batches).backward()
        optimizer.step()
