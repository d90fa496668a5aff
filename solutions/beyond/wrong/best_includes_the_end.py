"""Lets the best include the end itself, so that a task which was helped counts as zero, not as a gain."""

FAILS = ["forgetting_may_be_negative"]


def forgetting(acc):
    return (acc.amax(dim=0) - acc[-1])[:-1].mean()
