"""Trains on the first batch only, again and again."""

FAILS = ["weights_end_where_they_should"]


def train(optimizer, loss_of, batches, epochs, schedule):
    for epoch in range(epochs):
        for group in optimizer.param_groups:
            group["lr"] = schedule(epoch)
        for _ in batches:
            optimizer.zero_grad()
            loss_of(batches[0]).backward()
            optimizer.step()
