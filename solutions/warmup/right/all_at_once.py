"""Measures after all logits have been collected; a warmup by a maximum and minimum in place of a branch; a loop for the lag."""

import torch


def evaluate(model, batches):
    before = model.training
    model.eval()
    try:
        with torch.no_grad():
            logits = torch.cat([model(inputs) for inputs, _ in batches])
    finally:
        model.train(before)
    labels = torch.cat([labels for _, labels in batches])
    loss = torch.nn.CrossEntropyLoss()(logits, labels)
    return loss, (logits.argmax(dim=-1) == labels).float().mean()


def with_warmup(schedule, start_lr, warmup):
    def rate(t):
        climbed = min(t / warmup, 1) if warmup else 1
        return start_lr * (1 - climbed) + climbed * schedule(max(t - warmup, 0))

    return rate


def lagging_rates(schedule, epochs, built_with):
    rate, used = built_with, []
    for epoch in range(epochs):
        used.append(rate)
        rate = schedule(epoch)
    return used
