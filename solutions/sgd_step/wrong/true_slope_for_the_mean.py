"""Takes the mean of the estimates for the true gradient of the likelihood."""

FAILS = ["means_of_the_eight"]

mean_likelihood_slope = likelihood_gradient(example_costs.mean(), example_slopes.mean(), 8)
