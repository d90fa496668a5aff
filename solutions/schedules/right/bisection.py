"""bisect for whose turn it is; cases in place of min and max."""

import math
from bisect import bisect_right


def multi_step(base_lr, milestones, factor):
    def schedule(t):
        return base_lr * factor ** bisect_right(milestones, t)

    return schedule


def polynomial(base_lr, final_lr, horizon, power):
    def schedule(t):
        if t >= horizon:
            return final_lr
        return (base_lr - final_lr) * ((horizon - t) / horizon) ** power + final_lr

    return schedule


def cosine(base_lr, final_lr, horizon):
    def schedule(t):
        if t >= horizon:
            return final_lr
        middle, swing = (base_lr + final_lr) / 2, (base_lr - final_lr) / 2
        return middle + swing * math.cos(t / horizon * math.pi)

    return schedule


def join(schedules, boundaries):
    starts = [0, *boundaries]

    def joined(t):
        turn = bisect_right(boundaries, t)
        return schedules[turn](t - starts[turn])

    return joined
