"""Drops once and for all: later milestones change nothing."""

FAILS = ["milestones_drop_in_time", "multi_step_over_200_steps"]


def multi_step(base_lr, milestones, factor):
    return lambda t: base_lr * factor if any(t >= m for m in milestones) else base_lr
