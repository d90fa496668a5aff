"""Does not ask for training mode, and the model stays in the mode in which it was measured."""

from torch.nn.functional import cross_entropy

FAILS = ["trains_in_training_mode", "the_diary_is_true", "weights_end_where_the_replay_ends"]


def train(model, optimizer, batches, epochs, schedule):
    rates, losses = [], []
    for epoch in range(epochs):
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
    return {"rates": rates, "losses": losses}
