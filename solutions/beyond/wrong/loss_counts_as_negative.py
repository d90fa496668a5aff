"""Takes the end minus the best: what is lost comes out negative."""

FAILS = ["forgetting_of_the_worked_example", "forgetting_of_any_matrix", "forgetting_may_be_negative"]


def forgetting(acc):
    return (acc[-1] - acc[:-1].amax(dim=0))[:-1].mean()
