"""Puts the minibatch's size where #Data belongs: that is the likelihood of the minibatch alone."""

FAILS = ["means_of_the_eight"]

mean_likelihood_slope = mean_over_batches(
    lambda batch: likelihood_gradient(example_costs[batch].mean(), example_slopes[batch].mean(), 2), 8, 2
)
