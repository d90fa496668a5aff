"""Seeds torch's own generator from the one that was passed, which itself never moves: the next memory is the same again."""

import torch

FAILS = ["same_seed_same_memory", "next_memory_is_another"]


def reservoir(stream, capacity, generator):
    torch.manual_seed(generator.initial_seed())
    kept = []
    for n, example in enumerate(stream, start=1):
        place = n - 1 if n <= capacity else torch.randint(n, (1,)).item()
        if place < capacity:
            kept[place : place + 1] = [example]
    return kept
