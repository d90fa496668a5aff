"""Looks at what the step has changed and undoes it where nothing should change, with a deep copy and masked_scatter."""

import copy

import torch


def isolated_step(optimizer, parameters, masks):
    old = copy.deepcopy([p.detach() for p in parameters])
    optimizer.step()
    with torch.no_grad():
        for n in range(len(parameters)):
            parameters[n].masked_scatter_(~masks[n], old[n][~masks[n]])


why_a_falls = "C"
