"""Never steps the scheduler: the list repeats the first rate."""

FAILS = ["rates_are_those_that_are_used", "rates_of_any_scheduler"]


def rates_of(optimizer, scheduler, epochs):
    rates = []
    for _ in range(epochs):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
    return rates
