"""Takes the front rows of the memory each time and never comes to the others."""

import torch

FAILS = ["memory_rows_are_drawn_evenly", "next_batch_is_another"]


def mixed_batch(x, y, memory_x, memory_y, count, generator):
    return torch.cat([x, memory_x[:count]]), torch.cat([y, memory_y[:count]])
