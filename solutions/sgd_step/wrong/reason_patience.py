"""Believes that more minibatches would mend a mean over all of them."""

FAILS = ["why_the_likelihood_fails"]

why_not_likelihood = "b"
