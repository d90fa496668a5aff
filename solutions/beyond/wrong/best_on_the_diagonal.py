"""Takes for the best what a task could do right after its own lesson; it may have been better later."""

FAILS = ["forgetting_of_any_matrix"]


def forgetting(acc):
    return (acc.diagonal() - acc[-1])[:-1].mean()
