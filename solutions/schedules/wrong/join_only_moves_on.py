"""Remembers whose turn it was and only ever moves on: there is no way back to an earlier step."""

FAILS = ["joined_in_any_order", "joins_any_number", "warmup_cosine_over_200_steps"]


class Joined:
    def __init__(self, schedules, boundaries):
        self.schedules, self.starts, self.turn = schedules, [0, *boundaries], 0

    def __call__(self, t):
        while self.turn + 1 < len(self.starts) and t >= self.starts[self.turn + 1]:
            self.turn += 1
        return self.schedules[self.turn](t - self.starts[self.turn])


def join(schedules, boundaries):
    return Joined(schedules, boundaries)
