"""The p-value by a matrix of signs, counted in bits; only half of the choices are looked at, the others are their mirror."""

import numpy as np


def p_value(differences):
    d = np.asarray(differences, dtype=np.float64)
    choices = np.arange(2 ** (len(d) - 1))[:, None]
    signs = 1 - 2 * ((choices >> np.arange(len(d))) & 1)  # the last sign is always +1
    return np.mean(np.abs(signs @ d) > abs(d.sum()) - 1e-10)


def verdict_on(name):
    own, plain = (
        np.array(
            [np.asarray(results["runs"][f"{which}/{first_seed + i}/records"])[2, -1] for i in range(6)], dtype=float
        )
        for which in (name, "constant")
    )
    if p_value(own - plain) > 0.05:
        return "no difference found"
    return "better" if own.mean() > plain.mean() else "worse"


verdicts = {name: verdict_on(name) for name in schedules if name != "constant"}
