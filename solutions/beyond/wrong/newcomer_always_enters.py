"""Lets every newcomer in, in a random place: the memory is of the recent past."""

import torch

FAILS = ["every_example_is_equally_likely"]


def reservoir(stream, capacity, generator):
    kept = []
    for example in stream:
        if len(kept) < capacity:
            kept.append(example)
        else:
            kept[torch.randint(capacity, (1,), generator=generator).item()] = example
    return kept
