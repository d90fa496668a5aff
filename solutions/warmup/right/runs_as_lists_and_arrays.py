"""The diaries as lists and the weights as arrays of single precision; the seed as a tensor."""

import torch

first_seed = torch.tensor(20_001)
results = run_all(one_run, int(first_seed))
results["runs"] = {
    name: value.tolist() if name.endswith("records") else value.float().numpy()
    for name, value in results["runs"].items()
}
