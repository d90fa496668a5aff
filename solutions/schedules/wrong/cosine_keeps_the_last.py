"""Returns after the end whatever it computed last, and fails if that was nothing."""

import math

FAILS = ["arrivals_in_any_order", "joined_in_any_order", "cosine_over_200_steps", "warmup_cosine_over_200_steps"]


class CosineScheduler:
    def __init__(self, base_lr, final_lr, horizon):
        self.first, self.final, self.horizon = base_lr, final_lr, horizon

    def __call__(self, t):
        if t <= self.horizon:
            self.lr = self.final + (self.first - self.final) * (1 + math.cos(math.pi * t / self.horizon)) / 2
        return self.lr


def cosine(base_lr, final_lr, horizon):
    return CosineScheduler(base_lr, final_lr, horizon)
