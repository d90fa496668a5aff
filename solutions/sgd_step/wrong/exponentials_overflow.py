"""Takes the exponential of the scores as they are: large ones overflow."""

FAILS = ["large_scores_are_safe"]


def loss_and_gradient(weight, bias, x, y):
    e = (x @ weight.T + bias).exp()
    p = e / e.sum(1, keepdim=True)
    loss = -p[range(len(y)), y].log().mean()
    p[range(len(y)), y] -= 1
    return loss, p.T @ x / len(y), p.mean(0)
