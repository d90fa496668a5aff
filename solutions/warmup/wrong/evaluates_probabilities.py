"""Takes a softmax before the cross entropy, which takes one itself."""

import torch
from torch.nn.functional import cross_entropy

FAILS = ["evaluates_the_worked_example", "evaluates_any_batches"]


def evaluate(model, batches):
    was_training = model.training
    model.eval()
    loss, right, examples = 0.0, 0, 0
    with torch.no_grad():
        for inputs, labels in batches:
            logits = model(inputs)
            loss += cross_entropy(logits.softmax(1), labels, reduction="sum").item()
            right += (logits.argmax(1) == labels).sum().item()
            examples += len(labels)
    model.train(was_training)
    return loss / examples, right / examples
