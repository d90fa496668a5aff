"""Draws from the global generator: the seed that was given does not bring the memory back."""

import torch

FAILS = ["same_seed_same_memory"]


def reservoir(stream, capacity, generator):
    kept = []
    for n, example in enumerate(stream, start=1):
        place = n - 1 if n <= capacity else torch.randint(n, (1,)).item()
        if place < capacity:
            kept[place : place + 1] = [example]
    return kept
