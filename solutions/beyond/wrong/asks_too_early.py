"""Asks before the lesson in place of after it: each row is one task too early."""

import torch

FAILS = ["each_row_is_a_moment", "lessons_of_any_number"]


def accuracy_matrix(learn, accuracy, tasks):
    rows = []
    for task in tasks:
        rows.append([accuracy(other) for other in tasks])
        learn(task)
    return torch.tensor(rows)
