"""Measures after each epoch, by `evaluate`, and prints it beside what the diary keeps."""

from torch.nn.functional import cross_entropy


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
        rates.append(schedule(epoch))
        losses.append(total / examples)
        after, accuracy = evaluate(model, batches)
        print(f"epoch {epoch}: {losses[-1]:.4f} while it trains, {after:.4f} after it, accuracy {accuracy:.3f}")
    return {"rates": rates, "losses": losses}
