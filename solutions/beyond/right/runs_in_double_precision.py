"""The figures and weights in double precision, the seed as a tensor; the verdicts from a table of all runs at once."""

import torch


def in_double_precision(found):
    return {**found, "runs": {name: value.double() for name, value in found["runs"].items()}}


def over_all_runs(what):
    rows = [[results["runs"][f"{name}/{int(first_seed) + i}/records"] for i in range(6)] for name in remedies]
    return what(torch.stack([torch.stack(row) for row in rows]))


def verdicts_on(gains, words):
    return {
        name: words[int(gain.mean() > 0)] if p_value(gain) <= 0.05 else "no difference found"
        for name, gain in zip(list(remedies)[1:], gains[1:] - gains[0], strict=True)
    }


first_seed = torch.tensor(20_001)
results = in_double_precision(run_all(two_lessons, int(first_seed)))
lost = dict(zip(remedies, over_all_runs(lambda runs: runs[:, :, 0, 0] - runs[:, :, 1, 0]), strict=True))
forgets = verdicts_on(over_all_runs(lambda runs: runs[:, :, 0, 0] - runs[:, :, 1, 0]), ("less", "more"))
learns = verdicts_on(over_all_runs(lambda runs: runs[:, :, 1, 2]), ("worse", "better"))
