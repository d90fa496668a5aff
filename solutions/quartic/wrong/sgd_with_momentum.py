"""Sets a momentum of 0.9, as is the habit with networks."""

import torch

FAILS = ["sgd_forgets_the_last_gradient", "sgd_from_any_start", "the_optimizer_takes_these_steps"]


def descend_quadratic_sgd(w0, lr, steps):
    w = torch.tensor(float(w0), requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=lr, momentum=0.9)
    walk = [w.item()]
    for _ in range(steps):
        optimizer.zero_grad()
        loss = w**2 - 4 * w + 8
        loss.backward()
        optimizer.step()
        walk.append(w.item())
    return torch.tensor(walk)
