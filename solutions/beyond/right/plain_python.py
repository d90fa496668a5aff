"""Lists and floats, and loops where the solution has tensors."""

import torch


def accuracy_matrix(learn, accuracy, tasks):
    matrix = []
    for task in tasks:
        learn(task)
        row = []
        for other in tasks:
            row.append(float(accuracy(other)))
        matrix.append(row)
    return matrix


def forgetting(acc):
    rows = [[float(a) for a in row] for row in acc]
    *earlier, last = rows
    lost = [max(row[j] for row in earlier) - last[j] for j in range(len(last) - 1)]
    return sum(lost) / len(lost)


def ewc_gradient(parameters, anchor, fisher, strength):
    pulls = []
    for p, a, f in zip(parameters, anchor, fisher, strict=True):
        pull = torch.zeros_like(p)
        for place in range(p.numel()):
            pull.view(-1)[place] = strength * f.reshape(-1)[place] * (p.reshape(-1)[place] - a.reshape(-1)[place])
        pulls.append(pull)
    return pulls


def langevin_step(theta, gradient, step_size, noise):
    return [t - step_size / 2 * g + step_size**0.5 * n for t, g, n in zip(theta, gradient, noise, strict=True)]


def langevin_chain(gradient_of, start, step_size, steps, generator):
    chain, theta = [start], start
    for _ in range(steps):
        noise = torch.randn(start.shape, generator=generator, dtype=start.dtype)
        theta = torch.stack(langevin_step(theta, gradient_of(theta), step_size, noise))
        chain.append(theta)
    return [place.tolist() for place in chain]
