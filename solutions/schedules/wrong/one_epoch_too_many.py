"""Lists the rate after the last epoch, too, which no epoch uses."""

FAILS = ["rates_are_those_that_are_used", "rates_of_any_scheduler"]


def rates_of(optimizer, scheduler, epochs):
    rates = [optimizer.param_groups[0]["lr"]]
    for _ in range(epochs):
        optimizer.step()
        scheduler.step()
        rates.append(optimizer.param_groups[0]["lr"])
    return rates
