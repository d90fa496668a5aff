"""Draws from the global generator: the seed that was given does not bring the chain back."""

import torch

FAILS = ["same_seed_same_chain"]


def langevin_chain(gradient_of, start, step_size, steps, generator):
    chain = [start]
    for _ in range(steps):
        noise = torch.randn(start.shape, dtype=start.dtype)
        chain.append(chain[-1] - step_size / 2 * gradient_of(chain[-1]) + step_size**0.5 * noise)
    return torch.stack(chain)
