"""Ends the walk where its steps have become tiny, so that it has fewer epochs than were asked for."""

FAILS = ["walks_on_where_it_hardly_moves"]


def gd_egg(alpha, start, decay, epochs=10):
    walk = [torch.as_tensor(start, dtype=torch.float64)]
    for epoch in range(epochs):
        walk.append(walk[-1] - alpha * (0.9**epoch if decay else 1.0) * gradient(walk[-1]))
        if (walk[-1] - walk[-2]).norm() < 1e-6:
            break
    return torch.stack(walk)
