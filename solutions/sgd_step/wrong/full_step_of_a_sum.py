"""Adds the gradients of all examples instead of taking their mean."""

FAILS = ["full_step_as_worked", "full_step_on_any_data", "sgd_step_on_any_data", "sixteen_by_default"]


def full_step(weight, bias, x, y, lr):
    slope, lift = 0, 0
    for k in range(len(y)):
        _, one, two = loss_and_gradient(weight, bias, x[k : k + 1], y[k : k + 1])
        slope, lift = slope + one, lift + two
    return weight - lr * slope, bias - lr * lift
