"""Drops one step too late: the milestone itself still has the old rate."""

FAILS = ["milestones_drop_in_time", "multi_step_over_200_steps"]


def multi_step(base_lr, milestones, factor):
    return lambda t: base_lr * factor ** sum(t > m for m in milestones)
