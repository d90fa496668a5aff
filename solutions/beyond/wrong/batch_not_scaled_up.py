"""Takes the batch for all the data, so that the prior weighs far too much."""

FAILS = ["batches_are_right_on_average", "gradient_of_any_batch"]


def posterior_gradient(theta, batch, total, prior_precision, noise_variance):
    return prior_precision * theta + (theta - batch).sum(dim=0) / noise_variance
