"""States are dicts, copied before they are changed; one function of two optimizers."""

import torch


def adaptive(w, gradient, state, lr, beta1, beta2, eps, belief):
    state = dict(state or {"t": 0, "m": torch.zeros_like(w), "v": torch.zeros_like(w)})
    state["t"] += 1
    state["m"] = state["m"] * beta1 + gradient * (1 - beta1)
    away = gradient - state["m"] if belief else gradient
    state["v"] = state["v"] * beta2 + away**2 * (1 - beta2) + (eps if belief else 0)
    down = (state["v"] / (1 - beta2 ** state["t"])).sqrt() + eps
    return w - lr / (1 - beta1 ** state["t"]) * state["m"] / down, state


def adam_step(w, gradient, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    return adaptive(w, gradient, state, lr, beta1, beta2, eps, belief=False)


def adabelief_step(w, gradient, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    return adaptive(w, gradient, state, lr, beta1, beta2, eps, belief=True)


def rmsprop_step(w, gradient, state, lr, alpha=0.99, eps=1e-8):
    s = (state or {"s": 0})["s"] * alpha + gradient**2 * (1 - alpha)
    return torch.addcdiv(w, gradient, s**0.5 + eps, value=-lr), {"s": s}
