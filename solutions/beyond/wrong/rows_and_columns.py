"""Exchanges rows and columns: each row tells the fate of a task where it should show a moment."""

import torch

FAILS = ["each_row_is_a_moment", "lessons_of_any_number"]


def accuracy_matrix(learn, accuracy, tasks):
    rows = []
    for task in tasks:
        learn(task)
        rows.append([accuracy(other) for other in tasks])
    return torch.tensor(rows).T
