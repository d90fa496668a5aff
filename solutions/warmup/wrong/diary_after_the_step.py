"""Takes each batch's loss after the step that it led to."""

from torch.nn.functional import cross_entropy

FAILS = ["the_diary_is_true"]


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
            total += cross_entropy(model(inputs), labels).item() * len(labels)
            examples += len(labels)
        rates.append(optimizer.param_groups[0]["lr"])
        losses.append(total / examples)
    return {"rates": rates, "losses": losses}
