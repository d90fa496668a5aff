"""Fills in zeros for the tasks that are yet to come, as if the model could do nothing at them."""

import torch

FAILS = ["each_row_is_a_moment", "lessons_of_any_number"]


def accuracy_matrix(learn, accuracy, tasks):
    matrix = torch.zeros(len(tasks), len(tasks))
    for i, task in enumerate(tasks):
        learn(task)
        for j in range(i + 1):
            matrix[i, j] = accuracy(tasks[j])
    return matrix
