"""Takes the mean of the batches' means, so that a lone example counts as much as a whole batch."""

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
            loss += cross_entropy(logits, labels).item()
            right += (logits.argmax(1) == labels).float().mean().item()
            examples += 1
    model.train(was_training)
    return loss / examples, right / examples
