"""Learns everything first and asks afterwards: every row shows the end, and nothing seems forgotten."""

import torch

FAILS = ["each_row_is_a_moment", "lessons_of_any_number"]


def accuracy_matrix(learn, accuracy, tasks):
    for task in tasks:
        learn(task)
    return torch.tensor([[accuracy(task) for task in tasks] for _ in tasks])
