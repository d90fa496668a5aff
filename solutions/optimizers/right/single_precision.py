"""Everything is made float32, whatever comes in."""

import torch


def momentum_walk(w0, gradients, lr, momentum):
    walk = torch.empty(len(gradients) + 1, len(w0))
    walk[0], v = w0, torch.zeros(len(w0))
    for t, gradient in enumerate(gradients.float()):
        v = momentum * v + gradient
        walk[t + 1] = walk[t] - lr * v
    return walk


def rmsprop_step(w, gradient, state, lr, alpha=0.99, eps=1e-8):
    w, g = w.float(), gradient.float()
    s = (1 - alpha) * g.square() + (0 if state is None else alpha * state)
    return w - lr * g / (s.sqrt() + eps), s


def adam_step(w, gradient, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    w, g = w.float(), gradient.float()
    t, m, v = (0, torch.zeros(w.shape), torch.zeros(w.shape)) if state is None else state
    t, m, v = t + 1, torch.lerp(g, m, beta1), torch.lerp(g * g, v, beta2)
    # the same step with both corrections drawn together, as some libraries have it
    rate = lr * (1 - beta2**t) ** 0.5 / (1 - beta1**t)
    return w - rate * m / (v.sqrt() + eps * (1 - beta2**t) ** 0.5), (t, m, v)


def adabelief_step(w, gradient, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    w, g = w.float(), gradient.float()
    t, m, s = (0, torch.zeros(w.shape), torch.zeros(w.shape)) if state is None else state
    t, m = t + 1, beta1 * m + (1 - beta1) * g
    s = beta2 * s + (1 - beta2) * (g - m).square() + eps
    return w - lr * m / (1 - beta1**t) / ((s / (1 - beta2**t)).sqrt() + eps), (t, m, s)
