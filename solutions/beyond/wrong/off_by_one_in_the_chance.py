"""Counts the examples before the newcomer but not the newcomer itself: late ones get in too easily."""

import torch

FAILS = ["every_example_is_equally_likely"]


def reservoir(stream, capacity, generator):
    kept = []
    for n, example in enumerate(stream):
        if n < capacity:
            kept.append(example)
        else:
            place = torch.randint(n, (1,), generator=generator).item()
            if place < capacity:
                kept[place] = example
    return kept
