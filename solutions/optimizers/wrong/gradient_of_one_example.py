"""Takes the gradient of the last example for that of the batch."""

FAILS = ["differentiates_batch_1"]

gradient_1 = features(first)[1] * (predictions_1[1] - 13)
