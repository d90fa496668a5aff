"""Forgets the learning rate: the parameters move by the whole velocity."""

FAILS = ["steps_from_batch_1"]

parameters_1 = start - gradient_1
parameters_2 = parameters_1 - (0.9 * gradient_1 + gradient_2)
