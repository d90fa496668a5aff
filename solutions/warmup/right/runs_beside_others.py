"""The file holds runs of another seed as well, of a try that went wrong: they are not among the thirty."""

import torch


def with_an_older_try(found):
    for name in schedules:
        accuracy = 0.9 if name == "constant" else 0.1
        found["runs"][f"{name}/{first_seed - 1}/records"] = torch.full((3, 8), accuracy)
    return found


first_seed = 10_000 + 10_001
results = with_an_older_try(run_all(one_run, first_seed=first_seed))
