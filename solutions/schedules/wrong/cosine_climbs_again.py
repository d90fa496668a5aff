"""Follows the wave up again after the end."""

import math

FAILS = [
    "arrivals_stay_after_the_end",
    "warmup_cosine_after_the_end",
    "cosine_over_200_steps",
    "warmup_cosine_over_200_steps",
    "no_warmup_is_the_cosine",
    "one_epoch_is_a_warmup",
]


def cosine(base_lr, final_lr, horizon):
    return lambda t: final_lr + (base_lr - final_lr) * (1 + math.cos(math.pi * t / horizon)) / 2
