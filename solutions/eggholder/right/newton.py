"""The method of Newton from the end of a short walk."""

import torch


def newton(w, steps=20):
    for _ in range(steps):
        w = w - torch.linalg.solve(torch.autograd.functional.hessian(eggholder, w), gradient(w))
    return w


minimum_a = newton(gd_egg(0.5, START_A, decay=False, epochs=40)[-1])
minimum_b = newton(gd_egg(1.0, START_B, decay=False, epochs=40)[-1])
