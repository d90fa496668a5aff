"""Counts the last task as well, after which nothing came that could have made the model forget it."""

FAILS = ["forgetting_of_the_worked_example", "forgetting_of_any_matrix", "forgetting_may_be_negative"]


def forgetting(acc):
    return (acc[:-1].amax(dim=0) - acc[-1]).mean()
