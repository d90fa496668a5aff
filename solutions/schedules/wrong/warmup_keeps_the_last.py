"""Computes a rate only up to the horizon, and returns after it whatever it computed last."""

import math

FAILS = ["joined_in_any_order", "warmup_cosine_over_200_steps"]


class WarmupCosine:
    def __init__(self, start_lr, base_lr, final_lr, warmup, horizon):
        self.start, self.base, self.final = start_lr, base_lr, final_lr
        self.lr, self.warmup, self.horizon = base_lr, warmup, horizon

    def __call__(self, t):
        if t < self.warmup:
            return self.start + (self.base - self.start) * t / self.warmup
        if t <= self.horizon:
            done = (t - self.warmup) / (self.horizon - self.warmup)
            self.lr = self.final + (self.base - self.final) * (1 + math.cos(math.pi * done)) / 2
        return self.lr


def warmup_cosine(start_lr, base_lr, final_lr, warmup, horizon):
    return WarmupCosine(start_lr, base_lr, final_lr, warmup, horizon)
