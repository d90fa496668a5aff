"""Lets the lag go the other way, to an epoch before the first."""

FAILS = ["idle_epoch_is_an_epoch", "the_idle_epoch"]


idle_epoch = -1
