"""Divides the minibatch's gradient by #Data: the step is too short by |B|/#Data."""

FAILS = ["sgd_steps_as_worked", "sgd_step_on_any_data", "sixteen_by_default"]


def sgd_step(weight, bias, x, y, lr, generator, size=16):
    few, its = minibatch(x, y, generator, size)
    return full_step(weight, bias, few, its, lr * size / len(y))
