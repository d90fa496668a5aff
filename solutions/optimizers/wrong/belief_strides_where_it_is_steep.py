"""Believes that the size of the gradient counts, whatever its direction does."""

FAILS = ["when_adabelief_strides"]

when_belief_strides = "d"
