"""Sets the rate after each epoch, so that every epoch uses the rate of the one before."""

from torch.nn.functional import cross_entropy

FAILS = [
    "the_rate_is_there_in_time",
    "every_step_has_its_rate",
    "the_diary_is_true",
    "weights_end_where_the_replay_ends",
]


def train(model, optimizer, batches, epochs, schedule):
    rates, losses = [], []
    for epoch in range(epochs):
        model.train()
        total, examples = 0.0, 0
        for inputs, labels in batches:
            optimizer.zero_grad()
            loss = cross_entropy(model(inputs), labels)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(labels)
            examples += len(labels)
        rates.append(optimizer.param_groups[0]["lr"])
        for group in optimizer.param_groups:
            group["lr"] = schedule(epoch)
        losses.append(total / examples)
    return {"rates": rates, "losses": losses}
