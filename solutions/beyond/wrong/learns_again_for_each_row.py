"""Goes through all lessons so far again for each row, so that the earlier tasks are rehearsed."""

import torch

FAILS = ["each_task_is_learnt_once", "each_row_is_a_moment", "lessons_of_any_number"]


def accuracy_matrix(learn, accuracy, tasks):
    rows = []
    for count in range(1, len(tasks) + 1):
        for task in tasks[:count]:
            learn(task)
        rows.append([accuracy(task) for task in tasks])
    return torch.tensor(rows)
