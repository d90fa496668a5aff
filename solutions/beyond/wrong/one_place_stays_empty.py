"""Stops filling one place too early: the memory never holds as many as it could."""

import torch

FAILS = ["memory_is_as_full_as_it_can_be", "every_example_is_equally_likely"]


def reservoir(stream, capacity, generator):
    kept = []
    for n, example in enumerate(stream, start=1):
        if n < capacity:
            kept.append(example)
        else:
            place = torch.randint(n, (1,), generator=generator).item()
            if place < len(kept):
                kept[place] = example
    return kept
