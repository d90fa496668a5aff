"""Blames the first step: as if a walk at 0.1 could rest in the fold once it is there."""

FAILS = ["why_the_fold_throws_it_out"]

why_not_the_fold = "d"
