"""The file holds runs of another seed as well, of a try that went wrong: they are not among the 24."""

import torch


def with_an_older_try(found):
    for name in remedies:
        left = 0.9 if name == "none" else 0.1
        found["runs"][f"{name}/{first_seed - 1}/records"] = torch.tensor([[1.0, 1.0, 0.0], [left, left, 1 - left]])
    return found


first_seed = 10_000 + 10_001
results = with_an_older_try(run_all(two_lessons, first_seed=first_seed))
