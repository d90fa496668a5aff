"""Draws the noise once, before the loop: a constant push, under which the walk settles on a wrong place."""

import torch

FAILS = ["noise_is_fresh", "chain_has_the_moments_of_the_posterior", "chain_is_driven_by_white_noise"]


def langevin_chain(gradient_of, start, step_size, steps, generator):
    chain = [start]
    noise = torch.randn(start.shape, generator=generator, dtype=start.dtype)
    for _ in range(steps):
        chain.append(chain[-1] - step_size / 2 * gradient_of(chain[-1]) + step_size**0.5 * noise)
    return torch.stack(chain)
