"""Writes the mode into the model itself, where the layers in it do not see it."""

from torch.nn.functional import cross_entropy

FAILS = ["the_diary_is_true", "trains_in_training_mode", "weights_end_where_the_replay_ends"]


def train(model, optimizer, batches, epochs, schedule):
    rates, losses = [], []
    for epoch in range(epochs):
        model.training = True
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
    return {"rates": rates, "losses": losses}
