"""Returns what comes after the start, one place too few."""

import torch

FAILS = [
    "chain_begins_with_the_start",
    "noise_is_fresh",
    "same_seed_same_chain",
    "chain_has_the_moments_of_the_posterior",
    "chain_is_driven_by_white_noise",
    "generator_goes_on",
]


def langevin_chain(gradient_of, start, step_size, steps, generator):
    chain = [start]
    for _ in range(steps):
        noise = torch.randn(start.shape, generator=generator, dtype=start.dtype)
        chain.append(chain[-1] - step_size / 2 * gradient_of(chain[-1]) + step_size**0.5 * noise)
    return torch.stack(chain[1:])
