"""Cuts the rate that it keeps whenever it is asked for a milestone: right only if each is asked for once."""

FAILS = ["multi_step_in_any_order", "multi_step_over_200_steps"]


class MultiStep:
    def __init__(self, base_lr, milestones, factor):
        self.lr, self.milestones, self.factor = base_lr, milestones, factor

    def __call__(self, t):
        if t in self.milestones:
            self.lr *= self.factor
        return self.lr


def multi_step(base_lr, milestones, factor):
    return MultiStep(base_lr, milestones, factor)
