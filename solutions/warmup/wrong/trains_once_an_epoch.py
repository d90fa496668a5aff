"""Collects the gradients of all batches and takes one step in each epoch."""

from torch.nn.functional import cross_entropy

FAILS = [
    "one_step_for_each_batch",
    "the_rate_is_there_in_time",
    "every_step_has_its_rate",
    "the_diary_is_true",
    "weights_end_where_the_replay_ends",
]


def train(model, optimizer, batches, epochs, schedule):
    rates, losses = [], []
    for epoch in range(epochs):
        model.train()
        for group in optimizer.param_groups:
            group["lr"] = schedule(epoch)
        total, examples = 0.0, 0
        for inputs, labels in batches:
            loss = cross_entropy(model(inputs), labels)
            loss.backward()
            total += loss.item() * len(labels)
            examples += len(labels)
        optimizer.step()
        optimizer.zero_grad()
        rates.append(optimizer.param_groups[0]["lr"])
        losses.append(total / examples)
    return {"rates": rates, "losses": losses}
