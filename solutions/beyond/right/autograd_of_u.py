"""The gradient of U by autograd, all noise drawn ahead, and the variance by iterating v = a²v + ε."""

import torch


def posterior_gradient(theta, batch, total, prior_precision, noise_variance):
    at = theta.detach().clone().requires_grad_()
    data = ((batch - at) ** 2 / (2 * noise_variance)).mean(dim=0).sum()
    u = prior_precision / 2 * at.dot(at) + total * data
    return torch.autograd.grad(u, at)[0]


def langevin_step(theta, gradient, step_size, noise):
    return torch.add(theta, gradient, alpha=-step_size / 2).add(noise, alpha=step_size**0.5)


def langevin_chain(gradient_of, start, step_size, steps, generator):
    def walk(theta):
        yield theta
        for noise in torch.randn(steps, *start.shape, generator=generator, dtype=torch.float64):
            theta = theta - step_size / 2 * gradient_of(theta) + step_size**0.5 * noise
            yield theta

    return torch.stack(list(walk(start.double())))


def settled_variance(precision, step_size):
    v = 0.0
    for _ in range(10_000):
        v = (1 - step_size * precision / 2) ** 2 * v + step_size
    return v if step_size > 1e-3 else 1 / precision
