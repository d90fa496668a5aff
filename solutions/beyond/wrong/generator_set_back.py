"""Seeds the generator that it was given: every chain is the same one."""

import torch

FAILS = ["generator_goes_on"]


def langevin_chain(gradient_of, start, step_size, steps, generator):
    generator.manual_seed(0)
    chain = [start]
    for _ in range(steps):
        noise = torch.randn(start.shape, generator=generator, dtype=start.dtype)
        chain.append(chain[-1] - step_size / 2 * gradient_of(chain[-1]) + step_size**0.5 * noise)
    return torch.stack(chain)
