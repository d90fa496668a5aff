"""Takes an epoch of small steps for one full step."""

FAILS = ["full_step_as_worked", "full_step_on_any_data", "sgd_step_on_any_data", "sixteen_by_default"]


def full_step(weight, bias, x, y, lr):
    for k in range(len(y)):
        _, slope, lift = loss_and_gradient(weight, bias, x[k : k + 1], y[k : k + 1])
        weight, bias = weight - lr * slope, bias - lr * lift
    return weight, bias
