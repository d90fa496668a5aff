"""Makes a new optimizer for each rate: the momentum of the old one is lost."""

import torch

FAILS = ["every_batch_is_a_step", "weights_end_where_they_should"]


def train(optimizer, loss_of, batches, epochs, schedule):
    settings = {"momentum": optimizer.param_groups[0]["momentum"]}
    groups = [{"params": group["params"]} for group in optimizer.param_groups]
    for epoch in range(epochs):
        fresh = torch.optim.SGD([dict(group) for group in groups], lr=schedule(epoch), **settings)
        for batch in batches:
            fresh.zero_grad()
            loss_of(batch).backward()
            fresh.step()
