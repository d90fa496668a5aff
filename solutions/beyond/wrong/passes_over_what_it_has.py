"""Passes over an example that equals one in the memory, as if it had not come."""

import torch

FAILS = ["memory_is_as_full_as_it_can_be"]


def reservoir(stream, capacity, generator):
    kept = []
    for n, example in enumerate(stream, start=1):
        if example in kept:
            continue
        place = n - 1 if n <= capacity else torch.randint(n, (1,), generator=generator).item()
        if place < capacity:
            kept[place : place + 1] = [example]
    return kept
