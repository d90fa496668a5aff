"""Forgets the prior: the walk samples the likelihood alone."""

FAILS = ["gradient_is_the_slope_of_u", "gradient_of_any_batch"]


def posterior_gradient(theta, batch, total, prior_precision, noise_variance):
    return total / len(batch) * (theta - batch).sum(dim=0) / noise_variance
