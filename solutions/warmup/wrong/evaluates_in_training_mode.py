"""Measures in training mode, in which some layers behave otherwise."""

import torch
from torch.nn.functional import cross_entropy

FAILS = ["measures_in_evaluation_mode"]


def evaluate(model, batches):
    loss, right, examples = 0.0, 0, 0
    with torch.no_grad():
        for inputs, labels in batches:
            logits = model(inputs)
            loss += cross_entropy(logits, labels, reduction="sum").item()
            right += (logits.argmax(1) == labels).sum().item()
            examples += len(labels)
    return loss / examples, right / examples
