"""Trains, and returns nothing."""

from torch.nn.functional import cross_entropy

FAILS = ["keeps_a_diary", "the_diary_is_true"]


def train(model, optimizer, batches, epochs, schedule):
    rates, losses = [], []
    for epoch in range(epochs):
        model.train()
        for group in optimizer.param_groups:
            group["lr"] = schedule(epoch)
        total, examples = 0.0, 0
        for inputs, labels in batches:
            optimizer.zero_grad()
            loss = cross_entropy(model(inputs), labels)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(labels)
            examples += len(labels)
        rates.append(optimizer.param_groups[0]["lr"])
        losses.append(total / examples)
