"""Draws where to begin in the memory, and takes the rows that follow: neighbours always come together."""

import torch

FAILS = ["memory_rows_are_drawn_evenly"]


def mixed_batch(x, y, memory_x, memory_y, count, generator):
    m = len(memory_x)
    if m == 0:
        return x, y
    first = torch.randint(m, (1,), generator=generator).item()
    rows = [(first + i) % m for i in range(min(count, m))]
    return torch.cat([x, memory_x[rows]]), torch.cat([y, memory_y[rows]])
