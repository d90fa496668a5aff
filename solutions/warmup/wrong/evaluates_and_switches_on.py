"""Switches autograd on after the measurement, whatever it was before."""

import torch
from torch.nn.functional import cross_entropy

FAILS = ["takes_no_notes"]


def evaluate(model, batches):
    was_training = model.training
    model.eval()
    torch.set_grad_enabled(False)
    loss, right, examples = 0.0, 0, 0
    if True:
        for inputs, labels in batches:
            logits = model(inputs)
            loss += cross_entropy(logits, labels, reduction="sum").item()
            right += (logits.argmax(1) == labels).sum().item()
            examples += len(labels)
    torch.set_grad_enabled(True)
    model.train(was_training)
    return loss / examples, right / examples
