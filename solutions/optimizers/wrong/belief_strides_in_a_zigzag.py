"""Believes that AdaBelief strides where the gradient flips its sign."""

FAILS = ["when_adabelief_strides"]

when_belief_strides = "c"
