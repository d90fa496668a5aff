"""Drops one step too soon: the last step before the milestone already has the new rate."""

FAILS = ["milestones_drop_in_time", "multi_step_over_200_steps"]


def multi_step(base_lr, milestones, factor):
    return lambda t: base_lr * factor ** sum(t + 1 >= m for m in milestones)
