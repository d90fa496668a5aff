"""A random key for each example; the memory is a heap of the largest keys. The batch by sampling without replacement."""

import heapq
import random

import torch


def reservoir(stream, capacity, generator):
    dice = random.Random(torch.randint(2**31, (1,), generator=generator).item())
    heap = []
    for n, example in enumerate(stream):
        entry = (dice.random(), n, example)
        if len(heap) < capacity:
            heapq.heappush(heap, entry)
        elif entry > heap[0]:
            heapq.heapreplace(heap, entry)
    return [example for _, _, example in heap]


def mixed_batch(x, y, memory_x, memory_y, count, generator):
    dice = random.Random(torch.randint(2**31, (1,), generator=generator).item())
    rows = dice.sample(range(len(memory_y)), min(count, len(memory_y)))
    for row in rows:
        x = torch.vstack([x, memory_x[row]])
        y = torch.hstack([y, memory_y[row]])
    return [x, y]


def forgetting(acc):
    *history, end = acc.tolist()
    best = [max(column) for column in zip(*history, strict=True)]
    return sum(b - e for b, e in zip(best[:-1], end[:-1], strict=True)) / (len(end) - 1)
