"""Recursion: the rate of a step from that of the step before, down to step 0, in each call anew."""

import math


def factor_decay(base_lr, factor, floor):
    def schedule(t):
        return base_lr if t == 0 else max(floor, factor * schedule(t - 1))

    return schedule


def square_root(base_lr):
    def schedule(t):
        return base_lr if t == 0 else schedule(t - 1) * math.sqrt(t / (t + 1))

    return schedule


def multi_step(base_lr, milestones, factor):
    if not milestones:
        return lambda t: base_lr
    *earlier, last = milestones
    before = multi_step(base_lr, earlier, factor)
    return lambda t: before(t) if t < last else factor * before(t)


def join(schedules, boundaries):
    if not boundaries:
        return schedules[0]
    rest = join(schedules[1:], [boundary - boundaries[0] for boundary in boundaries[1:]])
    return lambda t: schedules[0](t) if t < boundaries[0] else rest(t - boundaries[0])
