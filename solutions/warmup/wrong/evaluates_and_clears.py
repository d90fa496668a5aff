"""Clears the gradients of the model, which are not its own."""

import torch
from torch.nn.functional import cross_entropy

FAILS = ["takes_no_notes"]


def evaluate(model, batches):
    was_training = model.training
    model.eval()
    model.zero_grad()
    loss, right, examples = 0.0, 0, 0
    with torch.no_grad():
        for inputs, labels in batches:
            logits = model(inputs)
            loss += cross_entropy(logits, labels, reduction="sum").item()
            right += (logits.argmax(1) == labels).sum().item()
            examples += len(labels)
    model.train(was_training)
    return loss / examples, right / examples
