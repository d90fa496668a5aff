"""Changes the parameters of the caller, so that the next step starts elsewhere."""

FAILS = ["full_step_as_worked", "sgd_steps_as_worked", "sgd_step_on_any_data", "sixteen_by_default"]


def full_step(weight, bias, x, y, lr):
    _, slope, lift = loss_and_gradient(weight, bias, x, y)
    weight -= lr * slope
    bias -= lr * lift
    return weight, bias
