"""Draws one number for all coordinates, which then move in step."""

import torch

FAILS = ["noise_is_fresh", "chain_is_driven_by_white_noise"]


def langevin_chain(gradient_of, start, step_size, steps, generator):
    chain = [start]
    for _ in range(steps):
        noise = torch.randn(1, generator=generator, dtype=start.dtype)
        chain.append(chain[-1] - step_size / 2 * gradient_of(chain[-1]) + step_size**0.5 * noise)
    return torch.stack(chain)
