"""Believes that noise inspires belief: it is what AdaBelief distrusts."""

FAILS = ["when_adabelief_strides"]

when_belief_strides = "b"
