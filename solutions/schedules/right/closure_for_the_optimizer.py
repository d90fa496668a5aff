"""A closure for the optimizer; the rates as a column; the epoch from the number of the step."""

from torch.optim import lr_scheduler


def train(optimizer, loss_of, batches, epochs, schedule):
    for step in range(epochs * len(batches)):
        epoch, number = divmod(step, len(batches))
        if number == 0:
            for group in optimizer.param_groups:
                group["lr"] = schedule(epoch)

        def closure(batch=batches[number]):
            optimizer.zero_grad()
            loss = loss_of(batch)
            loss.backward()
            return loss

        optimizer.step(closure)


def warmup_then_cosine(optimizer, warmup, horizon, start_factor, final_lr):
    schedulers = [
        lr_scheduler.LinearLR(optimizer, start_factor, 1.0, warmup),
        lr_scheduler.CosineAnnealingLR(optimizer, horizon - warmup, final_lr),
    ]
    return lr_scheduler.SequentialLR(optimizer, schedulers, [warmup])


def rates_of(optimizer, scheduler, epochs):
    rates = []
    for _ in range(epochs):
        rates.append([group["lr"] for group in optimizer.param_groups[:1]])
        optimizer.step()
        scheduler.step()
    return rates
