"""Takes softmax over the examples instead of the classes."""

FAILS = [
    "regression_as_worked",
    "regression_of_any_data",
    "large_scores_are_safe",
    "gradient_is_the_slope_of_your_loss",
]


def loss_and_gradient(weight, bias, x, y):
    p = (x @ weight.T + bias).softmax(0)
    loss = -p[range(len(y)), y].log().mean()
    p[range(len(y)), y] -= 1
    return loss, p.T @ x / len(y), p.mean(0)
