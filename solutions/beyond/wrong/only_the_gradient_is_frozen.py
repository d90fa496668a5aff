"""Sets the gradient of the frozen entries to zero, and leaves them to momentum and weight decay."""

FAILS = ["frozen_stays_despite_momentum", "frozen_stays_under_any_optimizer", "free_moves_under_any_optimizer"]


def isolated_step(optimizer, parameters, masks):
    for p, free in zip(parameters, masks):
        p.grad = p.grad * free
    optimizer.step()
