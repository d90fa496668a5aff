"""The answers to `schedules`: functions of the step, and the loop that obeys them."""

import math

import torch
from torch.optim.lr_scheduler import CosineAnnealingLR, LinearLR, MultiStepLR, SequentialLR


def square_root(base_lr):
    """Nothing is kept but the base rate, so nothing can depend on the order of calls."""
    return lambda t: base_lr / math.sqrt(t + 1)


def factor_decay(base_lr, factor, floor):
    """A power in place of repeated products: it knows the rate of step 100 without the 100 before it."""
    return lambda t: max(floor, base_lr * factor**t)


def multi_step(base_lr, milestones, factor):
    """The number of milestones that have come is counted anew in each call."""
    return lambda t: base_lr * factor ** sum(m <= t for m in milestones)


# Both arrivals are the same walk from base to final; they differ in how much of it is left at a time.
def arrival(base_lr, final_lr, horizon, left):
    """From base_lr to final_lr, where `left` maps the part of the time that is over to the part of the way that is left."""
    return lambda t: final_lr + (base_lr - final_lr) * left(min(t / horizon, 1.0))


def polynomial(base_lr, final_lr, horizon, power):
    """What is left of the way is a power of what is left of the time."""
    return arrival(base_lr, final_lr, horizon, lambda done: (1 - done) ** power)


def cosine(base_lr, final_lr, horizon):
    """Half a wave, from its crest to its trough."""
    return arrival(base_lr, final_lr, horizon, lambda done: (1 + math.cos(math.pi * done)) / 2)


def join(schedules, boundaries):
    """One loop: the last schedule whose turn has come answers, counted from where its turn began."""
    starts = [0, *boundaries]

    def joined(t):
        for start, schedule in zip(starts, schedules, strict=True):
            if t >= start:
                turn, begun = schedule, start
        return turn(t - begun)

    return joined


def warmup_cosine(start_lr, base_lr, final_lr, warmup, horizon):
    """The ramp is never asked for step `warmup`: the cosine begins there, at the full base rate."""
    decay = cosine(base_lr, final_lr, horizon - warmup)
    if warmup == 0:
        return decay
    return join([lambda t: start_lr + (base_lr - start_lr) * t / warmup, decay], [warmup])


def train(optimizer, loss_of, batches, epochs, schedule):
    """The rate is written before the epoch that it is for, into every group."""
    for epoch in range(epochs):
        for group in optimizer.param_groups:
            group["lr"] = schedule(epoch)
        for batch in batches:
            optimizer.zero_grad()
            loss_of(batch).backward()
            optimizer.step()


def warmup_then_cosine(optimizer, warmup, horizon, start_factor, final_lr):
    """The cosine has what the warmup leaves of the horizon."""
    rise = LinearLR(optimizer, start_factor=start_factor, total_iters=warmup)
    fall = CosineAnnealingLR(optimizer, T_max=horizon - warmup, eta_min=final_lr)
    return SequentialLR(optimizer, [rise, fall], milestones=[warmup])


def rates_of(optimizer, scheduler, epochs):
    """Read the rate, use it, move on."""
    rates = []
    for _ in range(epochs):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return rates


def trained_after_the_plot():
    """The plot steps the scheduler past both milestones; what is left for the training is the last rate."""
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.5)
    scheduler = MultiStepLR(optimizer, milestones=[15, 30], gamma=0.5)
    for _ in range(30):
        scheduler.step()
    return rates_of(optimizer, scheduler, 30)


rate_in_epoch_0 = trained_after_the_plot()[0]
rate_in_epoch_29 = trained_after_the_plot()[-1]
which_repair = "c"  # a new optimizer: its groups have no rate, and no `initial_lr`, from before
