"""Takes the floor of the fold for a pass."""

FAILS = ["why_the_fold_throws_it_out"]

why_not_the_fold = "b"
