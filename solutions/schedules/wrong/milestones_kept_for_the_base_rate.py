"""Keeps what it has computed by base rate, factor and step, whatever the milestones."""

FAILS = ["multi_step_over_200_steps"]
known = {}


def multi_step(base_lr, milestones, factor):
    def schedule(t):
        if (base_lr, factor, t) not in known:
            known[base_lr, factor, t] = base_lr * factor ** sum(m <= t for m in milestones)
        return known[base_lr, factor, t]

    return schedule
