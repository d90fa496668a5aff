"""Never clears the gradient, so that each step goes by the sum of all gradients so far."""

import torch

FAILS = ["sgd_forgets_the_last_gradient", "sgd_from_any_start", "the_optimizer_takes_these_steps"]


def descend_quadratic_sgd(w0, lr, steps):
    w = torch.tensor(float(w0), requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=lr)
    walk = [w.item()]
    for _ in range(steps):
        loss = w**2 - 4 * w + 8
        loss.backward()
        optimizer.step()
        walk.append(w.item())
    return torch.tensor(walk)
