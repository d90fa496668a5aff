"""The diaries as lists and the weights as arrays of single precision; the seed as a tensor."""

import torch


def in_other_forms(found):
    runs = {
        name: value.tolist() if name.endswith("records") else value.float().numpy()
        for name, value in found["runs"].items()
    }
    return {**found, "runs": runs}


first_seed = torch.tensor(20_001)
results = in_other_forms(run_all(one_run, int(first_seed)))
