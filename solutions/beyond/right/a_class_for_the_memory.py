"""A class that lets each newcomer in with its chance and then picks who leaves; the batch from a multinomial draw."""

import torch


class Memory:
    def __init__(self, capacity, generator):
        self.capacity, self.generator = capacity, generator
        self.kept, self.seen = [], 0

    def add(self, example):
        self.seen += 1
        if len(self.kept) < self.capacity:
            self.kept.append(example)
        elif torch.rand((), generator=self.generator) < self.capacity / self.seen:
            leaves = torch.randint(self.capacity, (), generator=self.generator)
            self.kept[int(leaves)] = example


def reservoir(stream, capacity, generator):
    memory = Memory(capacity, generator)
    for example in stream:
        memory.add(example)
    return tuple(memory.kept)


def mixed_batch(x, y, memory_x, memory_y, count, generator):
    size = min(count, len(memory_x))
    if not size:
        return x, y
    drawn = torch.multinomial(torch.ones(len(memory_x)), size, replacement=False, generator=generator)
    return torch.cat((x, memory_x.index_select(0, drawn))), torch.cat((y, memory_y.index_select(0, drawn)))


def accuracy_matrix(learn, accuracy, tasks):
    def row(task):
        learn(task)
        return torch.tensor([accuracy(other) for other in tasks], dtype=torch.float64)

    return torch.stack(tuple(map(row, tasks)))
