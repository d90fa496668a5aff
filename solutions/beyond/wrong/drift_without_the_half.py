"""Mixes two conventions: the drift of one and the noise of the other, and the cloud comes out too narrow."""

FAILS = [
    "step_of_the_worked_example",
    "step_from_anywhere",
    "chain_has_the_moments_of_the_posterior",
    "chain_is_driven_by_white_noise",
]


def langevin_step(theta, gradient, step_size, noise):
    return theta - step_size * gradient + step_size**0.5 * noise
