"""Steps the scheduler before the optimizer: what was read is not what is used."""

FAILS = ["rates_are_those_that_are_used"]


def rates_of(optimizer, scheduler, epochs):
    rates = []
    for _ in range(epochs):
        rates.append(optimizer.param_groups[0]["lr"])
        scheduler.step()
        optimizer.step()
    return rates
