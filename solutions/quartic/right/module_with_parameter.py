"""A class with a torch.nn.Parameter of shape (1,): the walk comes as a column of shape (steps + 1, 1)."""

import torch


class Walker(torch.nn.Module):
    def __init__(self, w0, loss):
        super().__init__()
        self.w = torch.nn.Parameter(torch.tensor([float(w0)]))
        self.loss = loss

    def forward(self):
        return self.loss(self.w).sum()

    def walk(self, lr, steps):
        optimizer = torch.optim.SGD(self.parameters(), lr=lr)
        path = [self.w.data.clone()]
        for _ in range(steps):
            self.zero_grad()
            self().backward()
            optimizer.step()
            path.append(self.w.data.clone())
        return torch.stack(path)


def descend_quadratic_sgd(w0, lr, steps):
    return Walker(w0, quadratic).walk(lr, steps)


def descend(w0, lr, steps):
    return Walker(w0, quartic).walk(lr, steps)


hilltop_w = -0.531  # SGD refuses a negative rate
