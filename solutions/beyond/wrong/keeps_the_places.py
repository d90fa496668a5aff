"""Keeps the numbers of the places in the stream, and not the examples that came there."""

import torch

FAILS = ["memory_is_as_full_as_it_can_be", "every_example_is_equally_likely"]


def reservoir(stream, capacity, generator):
    kept = []
    for n, _ in enumerate(stream):
        if n < capacity:
            kept.append(n)
        else:
            place = torch.randint(n + 1, (1,), generator=generator).item()
            if place < capacity:
                kept[place] = n
    return kept
