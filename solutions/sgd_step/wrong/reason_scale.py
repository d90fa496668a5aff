"""Believes that a factor #Data/|B| would mend the estimate."""

FAILS = ["why_the_likelihood_fails"]

why_not_likelihood = "a"
