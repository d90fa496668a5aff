"""The p-value from a table of sums in torch, and verdicts from the runs' mean differences."""

import torch


def p_value(differences):
    sums = torch.zeros(1, dtype=torch.float64)
    for d in differences:
        sums = torch.cat([sums + d, sums - d])
    return (sums.abs() >= abs(sum(differences)) - 1e-9).double().mean()
