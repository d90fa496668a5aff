"""Sets the rate of the first parameter group only: the others keep what they were built with."""

FAILS = ["every_group_has_the_rate", "every_epoch_has_its_rate", "weights_end_where_they_should"]


def train(optimizer, loss_of, batches, epochs, schedule):
    for epoch in range(epochs):
        optimizer.param_groups[0]["lr"] = schedule(epoch)
        for batch in batches:
            optimizer.zero_grad()
            loss_of(batch).backward()
            optimizer.step()
