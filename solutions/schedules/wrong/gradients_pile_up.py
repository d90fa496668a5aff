"""Never clears the gradients: each step goes by the sum of all of them so far."""

FAILS = ["weights_end_where_they_should"]


def train(optimizer, loss_of, batches, epochs, schedule):
    for epoch in range(epochs):
        for group in optimizer.param_groups:
            group["lr"] = schedule(epoch)
        for batch in batches:
            loss_of(batch).backward()
            optimizer.step()
