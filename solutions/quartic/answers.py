"""The answers to `quartic`: gradient descent in one dimension, where every step can be seen."""

import torch


def quadratic_slope(w):
    """L′(w) of L(w) = w² − 4w + 8."""
    return 2 * w - 4


def quartic_slope(w):
    """L′(w) of L(w) = w⁴ + 3w³ − w² − 3w, in Horner form: three products, no powers."""
    return ((4 * w + 9) * w - 2) * w - 3


def quartic_curvature(w):
    """L″(w) of the same."""
    return (12 * w + 18) * w - 2


def descend_quadratic(w0, lr, steps):
    """Each iterate follows from the one before; the first is the start."""
    walk = torch.empty(steps + 1)
    walk[0] = w0
    for t in range(steps):
        walk[t + 1] = walk[t] - lr * quadratic_slope(walk[t])
    return walk


def descend_quadratic_sgd(w0, lr, steps):
    """The same numbers, the slope from autograd and the step from the optimizer."""
    w = torch.tensor(float(w0), requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=lr)
    walk = [w.detach().clone()]  # a copy: step() changes w in place
    for _ in range(steps):
        optimizer.zero_grad()  # backward() adds to w.grad
        loss = w**2 - 4 * w + 8
        loss.backward()
        optimizer.step()
        walk.append(w.detach().clone())
    return torch.stack(walk)


def descend(w0, lr, steps):
    """The loop of the quadratic with another slope: nothing else changes."""
    walk = torch.empty(steps + 1)
    walk[0] = w0
    for t in range(steps):
        walk[t + 1] = walk[t] - lr * quartic_slope(walk[t])
    return walk


# The steepest start decides about the rate: |L′(−4)| = 107, so that 0.01 moves by 1.07 and not across a hill.
# The flattest valley decides about the steps: the error shrinks by 1 − 0.01 · 13.4 = 0.87 in each.
my_lr = 0.01
my_steps = 300
end_from_0 = descend(0.0, my_lr, my_steps)[-1]
end_from_2 = descend(2.0, my_lr, my_steps)[-1]
end_from_minus_4 = descend(-4.0, my_lr, my_steps)[-1]
lowest_w = descend(-3.0, 0.01, 300)[-1]
lowest_loss = lowest_w**4 + 3 * lowest_w**3 - lowest_w**2 - 3 * lowest_w
# A negative rate climbs: descent on −L.
hilltop_w = descend(-0.5, -0.01, 300)[-1]


# Near a minimum w* one step turns the error e = w − w* into (1 − lr · L″(w*)) e, which shrinks as long as
# |1 − lr · L″| < 1.
def largest_stable_lr(curvature):
    """1 − lr · L″ = −1 at the edge: the walk then jumps from one side to the other for ever."""
    return 2 / curvature


stable_lr_quartic = largest_stable_lr(quartic_curvature(-2.326345))
at_the_edge = "b"  # the factor is 1 − 1 · 2 = −1: 0, 4, 0, 4, …

after_first_step = descend(2.0, 0.05, 1)[-1]  # 2 − 0.05 · 61 = −1.05, beyond the hilltop at −0.531
why_other_basin = "c"

end_left = descend(-0.54, 0.01, 400)[-1]
end_right = descend(-0.52, 0.01, 400)[-1]
why_results_differ = "d"
