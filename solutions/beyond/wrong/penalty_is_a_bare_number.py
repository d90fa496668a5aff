"""Computes the right number but cuts it from the parameters, so that training never feels it."""

FAILS = ["penalty_can_be_trained_through"]


def ewc_penalty(parameters, anchor, fisher, strength):
    return strength / 2 * sum((f * (p.detach() - a) ** 2).sum().item() for p, a, f in zip(parameters, anchor, fisher))
