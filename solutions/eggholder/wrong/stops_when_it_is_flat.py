"""Ends the walk where the slope is small, so that it has fewer epochs than were asked for."""

FAILS = ["walks_on_where_it_hardly_moves"]


def gd_egg(alpha, start, decay, epochs=10):
    walk = [torch.as_tensor(start, dtype=torch.float64)]
    for epoch in range(epochs):
        g = gradient(walk[-1])
        if g.norm() < 1e-4:
            break
        walk.append(walk[-1] - alpha * (0.9**epoch if decay else 1.0) * g)
    return torch.stack(walk)
