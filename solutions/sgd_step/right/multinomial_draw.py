"""Draws by multinomial weights, or by sorting random numbers."""

import torch


def minibatch(images, labels, generator, size=16):
    places = torch.multinomial(torch.ones(len(labels)), size, generator=generator)
    return images[places], labels[places]


def mean_over_batches(estimate, count, size):
    batches = torch.combinations(torch.arange(count), size)
    return sum(estimate(batch) for batch in batches) / len(batches)
