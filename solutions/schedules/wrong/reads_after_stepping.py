"""Reads the rate after the scheduler has moved on: the list begins with epoch 1."""

FAILS = ["rates_are_those_that_are_used", "rates_of_any_scheduler"]


def rates_of(optimizer, scheduler, epochs):
    rates = []
    for _ in range(epochs):
        optimizer.step()
        scheduler.step()
        rates.append(optimizer.param_groups[0]["lr"])
    return rates
