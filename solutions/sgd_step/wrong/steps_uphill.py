"""Adds the gradient: both steps go uphill."""

FAILS = [
    "full_step_as_worked",
    "full_step_on_any_data",
    "sgd_steps_as_worked",
    "sgd_step_on_any_data",
    "sixteen_by_default",
]


def full_step(weight, bias, x, y, lr):
    _, slope, lift = loss_and_gradient(weight, bias, x, y)
    return weight + lr * slope, bias + lr * lift


def sgd_step(weight, bias, x, y, lr, generator, size=16):
    return full_step(weight, bias, *minibatch(x, y, generator, size), lr)
