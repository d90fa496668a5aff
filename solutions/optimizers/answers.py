"""The answers to `optimizers`: what a step remembers, and what comes of it."""

import torch


def features(batch):
    """One row x₁², x₂², x₁x₂, 1 for each example: the model is linear in its parameters."""
    return torch.tensor([[x1 * x1, x2 * x2, x1 * x2, 1.0] for (x1, x2), _ in batch])


def targets(batch):
    """The y of each example."""
    return torch.tensor([float(y) for _, y in batch])


# By hand it is a table; here the same table as five lines of matrices.
start = torch.tensor([1.0, -1.0, -1.0, 1.0])
first = [((1, -1), 10), ((2, 0), 13)]
second = [((0, 2), 11), ((-1, 1), 4)]

predictions_1 = features(first) @ start  # 2, 5
loss_1 = ((targets(first) - predictions_1) ** 2).sum() / 2  # both residuals are 8: 64
gradient_1 = features(first).T @ (predictions_1 - targets(first))  # −40, −8, 8, −16
parameters_1 = start - 0.1 * gradient_1  # the velocity is the gradient: 5, −0.2, −1.8, 2.6
predictions_2 = features(second) @ parameters_1  # 1.8, 9.2
gradient_2 = features(second).T @ (predictions_2 - targets(second))  # 5.2, −31.6, −5.2, −4
parameters_2 = parameters_1 - 0.1 * (0.9 * gradient_1 + gradient_2)  # 8.08, 3.68, −2, 4.44


def momentum_walk(w0, gradients, lr, momentum):
    """The velocity is a sum of all gradients so far, each weighted by momentum to the power of its age."""
    velocity = torch.zeros_like(w0)
    walk = [w0]
    for gradient in gradients:
        velocity = momentum * velocity + gradient
        walk.append(walk[-1] - lr * velocity)
    return torch.stack(walk)


def nesterov_walk(w0, gradients, lr, momentum):
    """The same velocity; the step is the one that heavy-ball momentum would take if the gradient came once more."""
    velocity = torch.zeros_like(w0)
    walk = [w0]
    for gradient in gradients:
        velocity = momentum * velocity + gradient
        walk.append(walk[-1] - lr * (gradient + momentum * velocity))
    return torch.stack(walk)


# Multiply v ← μv + g by −lr: the velocity of the papers, as long as lr is the same in every step.
when_conventions_agree = "b"


def rmsprop_step(w, gradient, state, lr, alpha=0.99, eps=1e-8):
    """Each coordinate is divided by the root of its own mean square."""
    square = torch.zeros_like(w) if state is None else state
    square = alpha * square + (1 - alpha) * gradient**2
    return w - lr * gradient / (square.sqrt() + eps), square


def adam_step(w, gradient, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """Two means, both begun at 0, and so both too small by 1 − βᵗ at first."""
    t, mean, square = (0, torch.zeros_like(w), torch.zeros_like(w)) if state is None else state
    t = t + 1
    mean = beta1 * mean + (1 - beta1) * gradient
    square = beta2 * square + (1 - beta2) * gradient**2
    mean_hat = mean / (1 - beta1**t)
    square_hat = square / (1 - beta2**t)
    return w - lr * mean_hat / (square_hat.sqrt() + eps), (t, mean, square)


def adabelief_step(w, gradient, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """Adam but for one line: not how large the gradient is, but how far from what was expected of it."""
    t, mean, surprise = (0, torch.zeros_like(w), torch.zeros_like(w)) if state is None else state
    t = t + 1
    mean = beta1 * mean + (1 - beta1) * gradient
    surprise = beta2 * surprise + (1 - beta2) * (gradient - mean) ** 2 + eps
    mean_hat = mean / (1 - beta1**t)
    surprise_hat = surprise / (1 - beta2**t)
    return w - lr * mean_hat / (surprise_hat.sqrt() + eps), (t, mean, surprise)


def belief_over_adam(t, beta1=0.9, beta2=0.999):
    """With a constant g = 1: m = 1 − β₁ᵗ, so g − m = β₁ᵗ; Adam's v̂ is 1, and m̂ is the same in both."""
    surprise = 0.0
    for i in range(1, t + 1):
        surprise = beta2 * surprise + (1 - beta2) * beta1 ** (2 * i)
    return ((1 - beta2**t) / surprise) ** 0.5


when_belief_strides = "a"


class MomentumSGD(torch.optim.Optimizer):
    """All that changes from step to step is read where others can change it: rates in the groups, velocities in state."""

    def __init__(self, params, lr, momentum=0.9, weight_decay=0.0):
        super().__init__(params, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                gradient = p.grad.to_dense() + group["weight_decay"] * p  # a new tensor: p.grad stays as it is
                velocity = group["momentum"] * self.state[p].get("velocity", 0.0) + gradient
                self.state[p]["velocity"] = velocity
                p -= group["lr"] * velocity  # in place: p is the model's own tensor


# Gradient descent: as fast as the walls of the valley allow. RMSProp: fast at first, and then ever shorter steps, for
# its steps do not shrink by themselves.
gd_settings = (0.02, 1.0)
momentum_settings = (0.006, 1.0)
rmsprop_settings = (0.15, 0.98)
adam_settings = (0.3, 1.0)
arrivals = {
    name: next(t for t, loss in enumerate(race(name, *settings)) if loss <= 0.005)
    for name, settings in (
        ("gd", gd_settings),
        ("momentum", momentum_settings),
        ("rmsprop", rmsprop_settings),
        ("adam", adam_settings),
    )
}
cannot_do_without_decay = "c"

run_a = "c"  # the height of the saddle is ¼
run_b = "a"
run_c = "b"


def steps_to_leave(make):
    """Steps from (0, 10⁻⁶) until |y| is above ½."""
    w, t = torch.tensor([0.0, 1e-6], requires_grad=True), 0
    optimizer = make([w], lr=0.1)
    while w[1].abs() <= 0.5:
        optimizer.zero_grad()
        (w[0] ** 2 / 2 + (w[1] ** 2 - 1) ** 2 / 4).backward()
        optimizer.step()
        t += 1
    return t


gd_leaves_after = steps_to_leave(torch.optim.SGD)  # 10⁻⁶ · 1.1ᵗ: 139 steps
adam_leaves_after = steps_to_leave(torch.optim.Adam)  # 0.1 in each: 6 steps
why_adam_leaves = "b"
