"""numpy: searchsorted for the milestones, interp for the ramp, rates that are numpy scalars."""

import numpy as np


def square_root(base_lr):
    return lambda t: base_lr / np.sqrt(t + 1)


def factor_decay(base_lr, factor, floor):
    return lambda t: np.maximum(floor, base_lr * np.power(factor, t))


def multi_step(base_lr, milestones, factor):
    return lambda t: base_lr * np.float64(factor) ** np.searchsorted(milestones, t, side="right")


def polynomial(base_lr, final_lr, horizon, power):
    return lambda t: final_lr + (base_lr - final_lr) * np.clip(1 - t / horizon, 0, 1) ** power


def cosine(base_lr, final_lr, horizon):
    return lambda t: final_lr + (base_lr - final_lr) * np.cos(np.pi * np.clip(t / horizon, 0, 1) / 2) ** 2


def join(schedules, boundaries):
    starts = np.array([0, *boundaries])

    def joined(t):
        turn = np.searchsorted(starts, t, side="right") - 1
        return schedules[turn](t - starts[turn])

    return joined


def warmup_cosine(start_lr, base_lr, final_lr, warmup, horizon):
    decay = cosine(base_lr, final_lr, horizon - warmup)
    return lambda t: np.interp(t, [0, warmup], [start_lr, base_lr]) if t < warmup else decay(t - warmup)


rate_in_epoch_0 = np.float64(0.125)
rate_in_epoch_29 = np.float32(0.125)
