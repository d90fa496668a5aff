"""Predicts the second batch with the parameters of the start: the first step is forgotten."""

FAILS = ["predicts_batch_2"]

predictions_2 = features(second) @ start
