"""Everything that needs no autograd, in numpy."""

import numpy as np
import torch


def accuracy_matrix(learn, accuracy, tasks):
    matrix = np.zeros((len(tasks), len(tasks)))
    for i, task in enumerate(tasks):
        learn(task)
        matrix[i] = [accuracy(other) for other in tasks]
    return matrix


def forgetting(acc):
    acc = np.asarray(acc)
    return np.mean(np.max(acc[:-1, :-1], axis=0) - acc[-1, :-1])


def reservoir(stream, capacity, generator):
    dice = np.random.default_rng(int(torch.randint(2**31, (1,), generator=generator)))
    kept = np.full(capacity, None)
    seen = 0
    for example in stream:
        place = seen if seen < capacity else dice.integers(seen + 1)
        if place < capacity:
            kept[place] = example
        seen += 1
    return kept[: min(seen, capacity)].tolist()


def posterior_gradient(theta, batch, total, prior_precision, noise_variance):
    theta, batch, noise_variance = np.asarray(theta), np.asarray(batch), np.asarray(noise_variance)
    return prior_precision * theta + total * np.mean(theta - batch, axis=0) / noise_variance


def langevin_step(theta, gradient, step_size, noise):
    return np.asarray(theta) - 0.5 * step_size * np.asarray(gradient) + np.sqrt(step_size) * np.asarray(noise)


def langevin_chain(gradient_of, start, step_size, steps, generator):
    chain = np.empty((steps + 1, len(start)))
    chain[0] = start
    dice = np.random.default_rng(int(torch.randint(2**31, (1,), generator=generator)))
    for t in range(steps):
        gradient = np.asarray(gradient_of(torch.as_tensor(chain[t], dtype=start.dtype)))
        chain[t + 1] = langevin_step(chain[t], gradient, step_size, dice.standard_normal(len(start)))
    return torch.as_tensor(chain, dtype=start.dtype)


def settled_variance(precision, step_size):
    return np.divide(4, precision * (4 - step_size * precision))
