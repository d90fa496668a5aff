"""Writes the mode into the model itself, where the layers in it do not see it."""

import torch
from torch.nn.functional import cross_entropy

FAILS = ["measures_in_evaluation_mode"]


def evaluate(model, batches):
    was_training = model.training
    model.training = False
    loss, right, examples = 0.0, 0, 0
    with torch.no_grad():
        for inputs, labels in batches:
            logits = model(inputs)
            loss += cross_entropy(logits, labels, reduction="sum").item()
            right += (logits.argmax(1) == labels).sum().item()
            examples += len(labels)
    model.training = was_training
    return loss / examples, right / examples
