"""Never steps the optimizer: the rates are listed, but nothing has used them."""

FAILS = ["rates_are_those_that_are_used"]


def rates_of(optimizer, scheduler, epochs):
    rates = []
    for _ in range(epochs):
        rates.append(optimizer.param_groups[0]["lr"])
        scheduler.step()
    return rates
