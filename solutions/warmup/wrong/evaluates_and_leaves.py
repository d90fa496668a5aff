"""Switches to evaluation mode and leaves the model there, so that the next epoch trains another model."""

import torch
from torch.nn.functional import cross_entropy

FAILS = ["leaves_the_mode"]


def evaluate(model, batches):
    model.eval()
    loss, right, examples = 0.0, 0, 0
    with torch.no_grad():
        for inputs, labels in batches:
            logits = model(inputs)
            loss += cross_entropy(logits, labels, reduction="sum").item()
            right += (logits.argmax(1) == labels).sum().item()
            examples += len(labels)
    return loss / examples, right / examples
