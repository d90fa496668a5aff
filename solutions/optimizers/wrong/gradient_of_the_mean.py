"""Averages the gradient over the batch: the loss is a sum."""

FAILS = ["differentiates_batch_1"]

gradient_1 = features(first).T @ (predictions_1 - targets(first)) / 2
gradient_2 = features(second).T @ (predictions_2 - targets(second)) / 2
