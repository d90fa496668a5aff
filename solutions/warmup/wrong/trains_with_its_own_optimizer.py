"""Makes an optimizer of its own in each epoch: the groups and the momentum of the given one are lost."""

import torch
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
        own = torch.optim.SGD(model.parameters(), lr=schedule(epoch))
        total, examples = 0.0, 0
        for inputs, labels in batches:
            own.zero_grad()
            loss = cross_entropy(model(inputs), labels)
            loss.backward()
            own.step()
            total += loss.item() * len(labels)
            examples += len(labels)
        rates.append(own.param_groups[0]["lr"])
        losses.append(total / examples)
    return {"rates": rates, "losses": losses}
