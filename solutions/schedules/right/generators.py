"""Generators that begin anew in each call; a fold for the training loop's rates."""

import itertools


def factor_decay(base_lr, factor, floor):
    def rates():
        rate = base_lr
        while True:
            yield max(rate, floor)
            rate *= factor

    return lambda t: next(itertools.islice(rates(), t, None))


def multi_step(base_lr, milestones, factor):
    def rates():
        rate = base_lr
        for t in itertools.count():
            rate *= factor if t in milestones else 1
            yield rate

    return lambda t: next(itertools.islice(rates(), t, None))


def rates_of(optimizer, scheduler, epochs):
    def used():
        while True:
            yield optimizer.param_groups[0]["lr"]
            optimizer.step()
            scheduler.step()

    # One more is asked for than is kept, so that the last epoch steps as well.
    return list(itertools.islice(used(), epochs + 1))[:-1]


def train(optimizer, loss_of, batches, epochs, schedule):
    for epoch, batch in itertools.product(range(epochs), batches):
        for group in optimizer.param_groups:
            group.update(lr=schedule(epoch))
        optimizer.zero_grad(set_to_none=False)
        loss_of(batch).backward()
        optimizer.step()
