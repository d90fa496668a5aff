"""Scales the noise like the gradient: as the steps get small it dies out, and descent is left."""

FAILS = ["step_of_the_worked_example", "step_from_anywhere", "chain_has_the_moments_of_the_posterior"]


def langevin_step(theta, gradient, step_size, noise):
    return theta - step_size / 2 * gradient + step_size * noise
