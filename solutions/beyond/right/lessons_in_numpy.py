"""What was lost and the verdicts in numpy, the signs chosen by a product."""

import itertools

import numpy as np


def table(name):
    return np.array([results["runs"][f"{name}/{first_seed + i}/records"].numpy() for i in range(6)], dtype=np.float64)


lost = {name: table(name)[:, 0, 0] - table(name)[:, 1, 0] for name in ("none", "replay", "springs", "locks")}


def judged(differences, words):
    signs = np.array(list(itertools.product((1, -1), repeat=6)))
    p = np.mean(np.abs(signs @ differences) >= abs(differences.sum()) - 1e-9)
    return "no difference found" if p > 0.05 else words[int(differences.sum() > 0)]


forgets = {name: judged(lost[name] - lost["none"], ("less", "more")) for name in lost if name != "none"}
learns = {
    name: judged(table(name)[:, 1, 2] - table("none")[:, 1, 2], ("worse", "better")) for name in lost if name != "none"
}
