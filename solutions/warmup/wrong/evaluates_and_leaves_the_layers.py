"""Gives back the mode to the model itself, and not to the layers in it."""

import torch
from torch.nn.functional import cross_entropy

FAILS = ["leaves_the_mode"]


def evaluate(model, batches):
    was_training = model.training
    model.eval()
    loss, right, examples = 0.0, 0, 0
    with torch.no_grad():
        for inputs, labels in batches:
            logits = model(inputs)
            loss += cross_entropy(logits, labels, reduction="sum").item()
            right += (logits.argmax(1) == labels).sum().item()
            examples += len(labels)
    model.training = was_training
    return loss / examples, right / examples
