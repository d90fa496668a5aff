"""Asks the schedule for the number of the step, and not of the epoch."""

from torch.nn.functional import cross_entropy

FAILS = [
    "the_rate_is_there_in_time",
    "every_step_has_its_rate",
    "the_diary_is_true",
    "weights_end_where_the_replay_ends",
]


def train(model, optimizer, batches, epochs, schedule):
    rates, losses, step = [], [], 0
    for epoch in range(epochs):
        model.train()
        total, examples = 0.0, 0
        for inputs, labels in batches:
            for group in optimizer.param_groups:
                group["lr"] = schedule(step)
            step += 1
            optimizer.zero_grad()
            loss = cross_entropy(model(inputs), labels)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(labels)
            examples += len(labels)
        rates.append(optimizer.param_groups[0]["lr"])
        losses.append(total / examples)
    return {"rates": rates, "losses": losses}
