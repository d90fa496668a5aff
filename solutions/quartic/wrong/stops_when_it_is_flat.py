"""Ends the walk where the slope is small, so that it has fewer steps than were asked for."""

FAILS = ["quartic_from_any_start"]


def descend(w0, lr, steps):
    walk = [float(w0)]
    for _ in range(steps):
        slope = 4 * walk[-1] ** 3 + 9 * walk[-1] ** 2 - 2 * walk[-1] - 3
        if abs(slope) < 1e-3:
            break
        walk.append(walk[-1] - lr * slope)
    return torch.tensor(walk)
