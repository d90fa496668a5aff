"""Calls backward() on the tensor of the caller: its .grad is never cleared, and the second call gives the sum."""

FAILS = ["gradient_leaves_nothing_behind"]


def gradient(w):
    w.requires_grad_()
    eggholder(w).backward()
    return w.grad
