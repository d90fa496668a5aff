"""Gives the gradient of log p, which points uphill; U is its negative."""

FAILS = ["gradient_is_the_slope_of_u", "gradient_of_any_batch"]


def posterior_gradient(theta, batch, total, prior_precision, noise_variance):
    return total / len(batch) * (batch - theta).sum(dim=0) / noise_variance - prior_precision * theta
