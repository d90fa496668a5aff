"""Classes with `__call__` that keep their numbers and nothing else."""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class SquareRoot:
    base: float

    def __call__(self, t):
        return self.base * (t + 1.0) ** -0.5


@dataclass(frozen=True)
class Factor:
    base: float
    factor: float
    floor: float

    def __call__(self, t):
        rate = self.base * math.pow(self.factor, t)
        return rate if rate > self.floor else self.floor


class MultiStep:
    def __init__(self, base, milestones, factor):
        self.base, self.milestones, self.factor = base, tuple(milestones), factor

    def __call__(self, t):
        rate = self.base
        for milestone in self.milestones:
            if t >= milestone:
                rate *= self.factor
        return rate


class Cosine:
    def __init__(self, start, base, final, warmup, horizon):
        self.start, self.base, self.final, self.warmup, self.horizon = start, base, final, warmup, horizon

    def __call__(self, t):
        if t < self.warmup:
            return self.start + (self.base - self.start) / self.warmup * t
        if t >= self.horizon:
            return self.final
        angle = math.pi * (t - self.warmup) / (self.horizon - self.warmup)
        return self.final + (self.base - self.final) * math.cos(angle / 2) ** 2


class Joined:
    def __init__(self, schedules, boundaries):
        self.pieces = list(zip([0, *boundaries], schedules, strict=True))

    def __call__(self, t):
        start, schedule = max((piece for piece in self.pieces if piece[0] <= t), key=lambda piece: piece[0])
        return schedule(t - start)


square_root = SquareRoot
factor_decay = Factor
multi_step = MultiStep
join = Joined
warmup_cosine = Cosine


def cosine(base_lr, final_lr, horizon):
    return Cosine(base_lr, base_lr, final_lr, 0, horizon)
