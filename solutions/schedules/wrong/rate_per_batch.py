"""Lets the schedule count batches where it should count epochs: it is through long before the training is."""

FAILS = ["rate_after_the_warmup", "rate_holds_all_epoch", "every_epoch_has_its_rate", "weights_end_where_they_should"]


def train(optimizer, loss_of, batches, epochs, schedule):
    step = 0
    for _ in range(epochs):
        for batch in batches:
            for group in optimizer.param_groups:
                group["lr"] = schedule(step)
            optimizer.zero_grad()
            loss_of(batch).backward()
            optimizer.step()
            step += 1
