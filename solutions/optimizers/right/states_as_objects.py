"""States are frozen objects of a class, with the mean square kept as a list of all gradients: slow and right."""

import dataclasses

import torch


@dataclasses.dataclass(frozen=True)
class History:
    gradients: tuple = ()

    def mean(self, values, beta):
        weights = [(1 - beta) * beta**age for age in reversed(range(len(values)))]
        return sum(weight * value for weight, value in zip(weights, values, strict=True))


def adam_step(w, gradient, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    state = History((*(state or History()).gradients, gradient.clone()))
    t = len(state.gradients)
    m = state.mean(state.gradients, beta1) / (1 - beta1**t)
    v = state.mean([g**2 for g in state.gradients], beta2) / (1 - beta2**t)
    return w - lr * m / (v.sqrt() + eps), state


def adabelief_step(w, gradient, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    state = History((*(state or History()).gradients, gradient.clone()))
    t = len(state.gradients)
    means = [state.__class__(state.gradients[: i + 1]) for i in range(t)]
    s = torch.zeros_like(w)
    for past in means:
        s = beta2 * s + (1 - beta2) * (past.gradients[-1] - past.mean(past.gradients, beta1)) ** 2 + eps
    m = state.mean(state.gradients, beta1) / (1 - beta1**t)
    return w - lr * m / ((s / (1 - beta2**t)).sqrt() + eps), state
