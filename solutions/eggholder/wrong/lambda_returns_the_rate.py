"""Returns the rate from the function of LambdaLR, which takes it for a factor: alpha is in there twice."""

import torch

FAILS = [
    "decays_from_the_second_epoch",
    "decays_anywhere",
    "keeps_its_rate",
    "keeps_its_rate_anywhere",
    "walks_on_where_it_hardly_moves",
]


def gd_egg(alpha, start, decay, epochs=10):
    w = torch.as_tensor(start, dtype=torch.float64).clone().requires_grad_()
    optimizer = torch.optim.SGD([w], lr=alpha)
    scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda epoch: alpha * (0.9**epoch if decay else 1.0))
    walk = [w.detach().clone()]
    for _ in range(epochs):
        optimizer.zero_grad()
        eggholder(w).backward()
        optimizer.step()
        scheduler.step()
        walk.append(w.detach().clone())
    return torch.stack(walk)


minimum_a = (439.480997, 453.977435)
minimum_b = (418.560555, 171.043054)
covered = 0.1174
clock_needed = 26.55
fold_edge = 0.0205
