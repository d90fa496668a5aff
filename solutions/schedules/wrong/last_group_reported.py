"""Reads the rate of the last parameter group, where that of the first is asked for."""

FAILS = ["rates_are_those_that_are_used", "rates_of_any_scheduler"]


def rates_of(optimizer, scheduler, epochs):
    rates = []
    for _ in range(epochs):
        rates.append(scheduler.get_last_lr()[-1])
        optimizer.step()
        scheduler.step()
    return rates
