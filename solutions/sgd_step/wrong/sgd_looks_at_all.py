"""Looks at all the data in the SGD step: no minibatch is drawn."""

FAILS = ["sgd_steps_as_worked", "sgd_step_on_any_data", "sixteen_by_default"]


def sgd_step(weight, bias, x, y, lr, generator, size=16):
    return full_step(weight, bias, x, y, lr)
