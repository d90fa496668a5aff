"""The last two questions without `descend`: a loop of their own, the slope by autograd, the answer in words behind the letter."""

import torch


def walk_to(w0, lr, steps):
    w = torch.tensor(w0, dtype=torch.float64, requires_grad=True)
    for _ in range(steps):
        (slope,) = torch.autograd.grad(w**4 + 3 * w**3 - w**2 - 3 * w, w)
        w = (w - lr * slope).detach().requires_grad_()
    return w


after_first_step = walk_to(2.0, 0.05, 1)
why_other_basin = "c) the first step leaps over the hilltop"
end_left = walk_to(-0.54, 0.02, 800)
end_right = walk_to(-0.52, 0.02, 800)
why_results_differ = "(d)"
