"""Seeds the generator anew in every call, so that chance always says the same."""

import torch

FAILS = ["next_batch_is_another", "everybody_is_equally_likely", "sgd_steps_as_worked", "sgd_step_on_any_data"]


def minibatch(images, labels, generator, size=16):
    generator.manual_seed(0)
    places = torch.randperm(len(labels), generator=generator)[:size]
    return images[places], labels[places]
