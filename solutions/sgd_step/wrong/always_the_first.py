"""Takes the first sixteen each time: a slice is no sample."""

FAILS = ["next_batch_is_another", "everybody_is_equally_likely", "sgd_steps_as_worked", "sgd_step_on_any_data"]


def minibatch(images, labels, generator, size=16):
    return images[:size], labels[:size]
