"""Goes through a quarter of the wave: steepest where it should land softly."""

import math

FAILS = [
    "arrivals_agree_with_the_worked_step",
    "first_epoch_after_the_warmup",
    "warmup_cosine_after_the_end",
    "cosine_over_200_steps",
    "warmup_cosine_over_200_steps",
    "no_warmup_is_the_cosine",
    "one_epoch_is_a_warmup",
]


def cosine(base_lr, final_lr, horizon):
    return lambda t: final_lr + (base_lr - final_lr) * math.cos(math.pi / 2 * min(t / horizon, 1))
