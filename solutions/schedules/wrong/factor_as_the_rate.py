"""Takes the factor for the new rate instead of multiplying by it."""

FAILS = ["milestones_drop_in_time", "multi_step_over_200_steps"]


def multi_step(base_lr, milestones, factor):
    return lambda t: factor ** sum(t >= m for m in milestones) if t >= min(milestones, default=t + 1) else base_lr
