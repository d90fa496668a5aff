"""Stores the whole stream and draws from it at the end: fair, but the memory is as long as the stream."""

import torch

FAILS = ["the_stream_is_not_hoarded"]


def reservoir(stream, capacity, generator):
    everything = list(stream)
    drawn = torch.randperm(len(everything), generator=generator)[:capacity]
    return [everything[i] for i in drawn]
