"""Believes that descent prefers the deeper of two valleys."""

FAILS = ["why_the_fold_throws_it_out"]

why_not_the_fold = "a"
