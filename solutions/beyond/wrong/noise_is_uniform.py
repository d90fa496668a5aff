"""Draws uniform noise, of the right variance: nothing ever lies beyond √3."""

import torch

FAILS = ["chain_is_driven_by_white_noise"]


def langevin_chain(gradient_of, start, step_size, steps, generator):
    chain = [start]
    for _ in range(steps):
        noise = (torch.rand(start.shape, generator=generator, dtype=start.dtype) - 0.5) * 12**0.5
        chain.append(langevin_step(chain[-1], gradient_of(chain[-1]), step_size, noise))
    return torch.stack(chain)
