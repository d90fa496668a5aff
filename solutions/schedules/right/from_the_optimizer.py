"""The evidence of question 7 read from the optimizer itself, and the answer in capitals."""


def look():
    optimizer, scheduler, _ = plotted_first()
    rates = []
    for _ in range(30):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return rates


rate_in_epoch_0 = look()[0]
rate_in_epoch_29 = look()[29]
which_repair = "C"
