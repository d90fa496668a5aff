"""Scales the prior up along with the batch, as if it had been seen once for each batch."""

FAILS = ["batches_are_right_on_average", "gradient_of_any_batch"]


def posterior_gradient(theta, batch, total, prior_precision, noise_variance):
    return total / len(batch) * (prior_precision * theta + (theta - batch).sum(dim=0) / noise_variance)
