"""Lists the rate that the group was built with, which a scheduler leaves as it is."""

FAILS = ["rates_are_those_that_are_used", "rates_of_any_scheduler", "report_trained_at"]


def rates_of(optimizer, scheduler, epochs):
    rates = []
    for _ in range(epochs):
        rates.append(optimizer.param_groups[0]["initial_lr"])
        optimizer.step()
        scheduler.step()
    return rates
