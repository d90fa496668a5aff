"""The optimizers of torch themselves, driven along the given gradients; a state that is torch's own."""

import copy

import torch


def driven(w0, gradients, **settings):
    w = torch.nn.Parameter(w0.clone())
    optimizer = torch.optim.SGD([w], **settings)
    walk = [w0]
    for gradient in gradients:
        w.grad = gradient.clone()
        optimizer.step()
        walk.append(w.detach().clone())
    return torch.stack(walk)


def momentum_walk(w0, gradients, lr, momentum):
    return driven(w0, gradients, lr=lr, momentum=momentum)


def nesterov_walk(w0, gradients, lr, momentum):
    return driven(w0, gradients, lr=lr, momentum=momentum, nesterov=True)


def one_step(make, w, gradient, state):
    w = torch.nn.Parameter(w.clone())
    w.grad = gradient.clone()
    optimizer = make([w])
    if state is not None:
        optimizer.load_state_dict(copy.deepcopy(state))
    optimizer.step()
    return w.detach(), optimizer.state_dict()


def rmsprop_step(w, gradient, state, lr, alpha=0.99, eps=1e-8):
    return one_step(lambda p: torch.optim.RMSprop(p, lr=lr, alpha=alpha, eps=eps), w, gradient, state)


def adam_step(w, gradient, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    return one_step(lambda p: torch.optim.Adam(p, lr=lr, betas=(beta1, beta2), eps=eps), w, gradient, state)
