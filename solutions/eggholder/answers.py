"""The answers to `eggholder`: gradient descent in two dimensions, with a rate that decays."""

import torch


def eggholder(w):
    """−z sin √|x/2 + z| − x sin √|x − z| with z = y + 47; the ellipsis lets any number of points through."""
    x, z = w[..., 0], w[..., 1] + 47
    return -z * (x / 2 + z).abs().sqrt().sin() - x * (x - z).abs().sqrt().sin()


def gradient(w):
    """∇f on a copy, by autograd.grad: no .grad is left behind that a second call could add to."""
    w = w.detach().clone().requires_grad_()
    (slope,) = torch.autograd.grad(eggholder(w), w)
    return slope


def gd_egg(alpha, start, decay, epochs=10):
    """SGD takes the steps; LambdaLR hands the number of the epoch to its function and multiplies alpha by the result."""
    w = torch.as_tensor(start, dtype=torch.float64).detach().clone().requires_grad_()
    optimizer = torch.optim.SGD([w], lr=alpha)
    scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda epoch: 0.9**epoch if decay else 1.0)
    walk = [w.detach().clone()]  # a copy: step() changes w in place
    for _ in range(epochs):
        optimizer.zero_grad()
        eggholder(w).backward()
        optimizer.step()  # first the step at this epoch's rate,
        scheduler.step()  # then the rate of the next
        walk.append(w.detach().clone())
    return torch.stack(walk)


# A constant rate has time enough. From A a rate of 0.5 leaps over the folds into a broad valley whose largest
# curvature, 3.6, bears rates up to 0.55; that of B bears up to 1.88. Where a walk ends is judged by the gradient.
minimum_a = gd_egg(0.5, (450.0, 420.0), decay=False, epochs=150)[-1]
minimum_b = gd_egg(1.0, (400.0, 130.0), decay=False, epochs=100)[-1]


def total_rate(alpha, epochs):
    """The geometric series."""
    return alpha * (1 - 0.9**epochs) / (1 - 0.9)


def alpha_needed(total, epochs):
    """The sum is proportional to alpha."""
    return total / total_rate(1.0, epochs)


def part_of_the_way(start, end, goal):
    """1 minus what is left of the distance."""
    return 1 - (end - goal).norm() / (torch.tensor(start) - goal).norm()


def epochs_until_near(walk, goal):
    """How many points are farther than 1 from the goal; they all come first, since the distance shrinks."""
    return int(((walk - goal).norm(dim=1) > 1).sum())


def goal():
    """Where small constant rates lead from B."""
    return gd_egg(1.0, (400.0, 130.0), decay=False, epochs=100)[-1]


covered = part_of_the_way((400.0, 130.0), gd_egg(0.1, (400.0, 130.0), decay=True)[-1], goal())  # 0.117
# At 0.05 an epoch, this clock runs on; with decay and alpha = 0.1 it would stop at 1.
clock_needed = 0.05 * epochs_until_near(gd_egg(0.05, (400.0, 130.0), decay=False, epochs=600), goal())  # 26.55


def warmup_rates(alpha, warmup, epochs):
    """SequentialLR hands over at epoch `warmup`, and each of the two schedules counts from its own 0."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=alpha)
    rise = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda epoch: (epoch + 1) / warmup)
    fall = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda epoch: 0.9**epoch)
    scheduler = torch.optim.lr_scheduler.SequentialLR(optimizer, [rise, fall], milestones=[warmup])
    rates = []
    for _ in range(epochs):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return rates


def largest_curvature(w):
    """The largest eigenvalue of the Hessian matrix."""
    return torch.linalg.eigvalsh(torch.autograd.functional.hessian(eggholder, w)).max()


fold_edge = 2 / largest_curvature(gd_egg(0.02, (450.0, 420.0), decay=False, epochs=1000)[-1])  # 2 / 97.5 = 0.0205
why_not_the_fold = "c"  # 1 − 0.1 · 97.5 = −8.75: each step multiplies the distance from the floor by it
why_it_stopped = "b"  # the gradient at the halt is 8 long, but all rates together add up to 1
