"""Leaves out the ½: the loss is the bare sum of squares."""

FAILS = ["loses_on_batch_1"]

loss_1 = ((targets(first) - predictions_1) ** 2).sum()
