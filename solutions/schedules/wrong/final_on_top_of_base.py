"""Scales the whole base rate and then adds the final one: the schedule begins above its base."""

import math

FAILS = [
    "arrivals_begin_with_the_base_rate",
    "arrivals_agree_with_the_worked_step",
    "first_epoch_after_the_warmup",
    "warmup_cosine_after_the_end",
    "cosine_over_200_steps",
    "warmup_cosine_over_200_steps",
    "no_warmup_is_the_cosine",
    "one_epoch_is_a_warmup",
]


def cosine(base_lr, final_lr, horizon):
    return lambda t: final_lr + base_lr * (1 + math.cos(math.pi * min(t / horizon, 1))) / 2
