"""Takes the last epoch before the horizon for the horizon: the final rate comes one step too soon."""

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
    last = max(horizon - 1, 1)
    return lambda t: final_lr + (base_lr - final_lr) * (1 + math.cos(math.pi * min(t / last, 1))) / 2
