"""Takes for granted that there is a milestone: without any it stops with an error."""

FAILS = ["multi_step_over_200_steps"]


def multi_step(base_lr, milestones, factor):
    first = milestones[0]
    return lambda t: base_lr if t < first else base_lr * factor ** sum(t >= m for m in milestones)
