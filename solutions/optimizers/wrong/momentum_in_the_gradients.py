"""Keeps the velocity in the gradient that was handed in, and so changes it."""

FAILS = ["walks_leave_their_arguments_alone"]


def momentum_walk(w0, gradients, lr, momentum):
    velocity, walk = None, [w0]
    for gradient in gradients:
        velocity = gradient if velocity is None else velocity.mul_(momentum).add_(gradient)
        walk.append(walk[-1] - lr * velocity)
    return torch.stack(walk)
