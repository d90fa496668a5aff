"""Drops the rate in the milestone's own epoch only, and goes back to the base rate after it."""

FAILS = ["milestones_drop_in_time", "multi_step_over_200_steps"]


def multi_step(base_lr, milestones, factor):
    return lambda t: base_lr * factor ** (list(milestones).index(t) + 1) if t in milestones else base_lr
