"""Halves the loss twice: a mean over the batch where the sum was asked for."""

FAILS = ["loses_on_batch_1"]

loss_1 = ((targets(first) - predictions_1) ** 2).mean() / 2
