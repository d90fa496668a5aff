"""Goes on to shrink the rate in every step after the first milestone."""

FAILS = ["milestones_drop_in_time", "multi_step_over_200_steps"]


def multi_step(base_lr, milestones, factor):
    return lambda t: base_lr * factor ** max(0, t - min(milestones, default=t + 1) + 1)
