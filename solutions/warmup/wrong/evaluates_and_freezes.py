"""Takes the parameters out of autograd for the measurement, and leaves them out."""

from torch.nn.functional import cross_entropy

FAILS = ["takes_no_notes"]


def evaluate(model, batches):
    was_training = model.training
    model.eval()
    for parameter in model.parameters():
        parameter.requires_grad = False
    loss, right, examples = 0.0, 0, 0
    if True:
        for inputs, labels in batches:
            logits = model(inputs)
            loss += cross_entropy(logits, labels, reduction="sum").item()
            right += (logits.argmax(1) == labels).sum().item()
            examples += len(labels)
    model.train(was_training)
    return loss / examples, right / examples
