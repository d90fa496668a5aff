"""Takes y − ŷ for ŷ − y: the gradient points downhill, and minus the gradient uphill."""

FAILS = ["differentiates_batch_1"]

gradient_1 = features(first).T @ (targets(first) - predictions_1)
gradient_2 = features(second).T @ (targets(second) - predictions_2)
