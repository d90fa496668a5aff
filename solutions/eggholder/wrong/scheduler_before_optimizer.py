"""Steps the scheduler before the optimizer: the rate of epoch 1 is used in epoch 0."""

import torch

FAILS = ["decays_from_the_second_epoch", "decays_anywhere", "walks_on_where_it_hardly_moves"]


def gd_egg(alpha, start, decay, epochs=10):
    w = torch.as_tensor(start, dtype=torch.float64).clone().requires_grad_()
    optimizer = torch.optim.SGD([w], lr=alpha)
    scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda epoch: 0.9**epoch if decay else 1.0)
    walk = [w.detach().clone()]
    for _ in range(epochs):
        optimizer.zero_grad()
        eggholder(w).backward()
        scheduler.step()
        optimizer.step()
        walk.append(w.detach().clone())
    return torch.stack(walk)


minimum_a = (439.480997, 453.977435)
minimum_b = (418.560555, 171.043054)
covered = 0.1174
clock_needed = 26.55
fold_edge = 0.0205
