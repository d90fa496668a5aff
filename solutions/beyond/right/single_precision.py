"""A chain in float32 with Box–Muller noise; the variance as a geometric series in closed form."""

import math

import torch


def posterior_gradient(theta, batch, total, prior_precision, noise_variance):
    theta, batch, noise_variance = theta.float(), batch.float(), noise_variance.float()
    weight = total / batch.shape[0]
    likelihood = sum(weight * (theta - x) / noise_variance for x in batch)
    return theta * prior_precision + likelihood


def langevin_chain(gradient_of, start, step_size, steps, generator):
    chain = torch.empty(steps + 1, *start.shape)
    chain[0] = start
    for t in range(steps):
        u, v = torch.rand(2, *start.shape, generator=generator)
        noise = (-2 * torch.log1p(-u)).sqrt() * torch.cos(2 * math.pi * v)
        chain[t + 1] = chain[t] - step_size / 2 * gradient_of(chain[t].to(start.dtype)) + math.sqrt(step_size) * noise
    return chain


def settled_variance(precision, step_size):
    x = torch.tensor(float(step_size * precision), dtype=torch.float64)
    return torch.tensor(step_size) / (x - x**2 / 4)
