"""Remembers what it has computed, step by step: state, but none that an answer depends on."""

import functools
import math


def square_root(base_lr):
    known = {}

    def schedule(t):
        if t not in known:
            known[t] = base_lr / math.sqrt(t + 1)
        return known[t]

    return schedule


def factor_decay(base_lr, factor, floor):
    rates = [base_lr]

    def schedule(t):
        while len(rates) <= t:
            rates.append(max(floor, rates[-1] * factor))
        return rates[t]

    return schedule


def cosine(base_lr, final_lr, horizon):
    @functools.cache
    def schedule(t):
        return final_lr + (base_lr - final_lr) * (1 + math.cos(math.pi * min(t, horizon) / horizon)) / 2

    return schedule


def join(schedules, boundaries):
    def take_over(before, piece):
        start, schedule = piece
        return lambda t: schedule(t - start) if t >= start else before(t)

    return functools.cache(functools.reduce(take_over, zip(boundaries, schedules[1:], strict=True), schedules[0]))
