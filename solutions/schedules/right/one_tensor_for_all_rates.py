"""Question 7 from tensors; the rates of question 6 as a numpy array; the loop over groups inside the loop over batches."""

import numpy as np
import torch


def train(optimizer, loss_of, batches, epochs, schedule):
    rates = [float(schedule(t)) for t in range(epochs)]
    for rate in rates:
        for batch in batches:
            for group in optimizer.param_groups:
                group["lr"] = rate
            loss_of(batch).backward()
            optimizer.step()
            optimizer.zero_grad()


def rates_of(optimizer, scheduler, epochs):
    rates = np.zeros(epochs)
    for t in range(epochs):
        rates[t] = optimizer.param_groups[0]["lr"]
        optimizer.step()
        scheduler.step()
    return rates


rate_in_epoch_0 = torch.tensor(0.125)
rate_in_epoch_29 = torch.tensor([0.125])
which_repair = "c"
