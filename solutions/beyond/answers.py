"""The answers to `beyond`: what training forgets, how to keep it, and a walk that samples instead of settling."""

import torch


def accuracy_matrix(learn, accuracy, tasks):
    """A row after each task: how good the model is at every task by then, also at those that it has yet to see."""
    rows = []
    for task in tasks:
        learn(task)
        rows.append([accuracy(other) for other in tasks])
    return torch.tensor(rows)


def forgetting(acc):
    """The best that was ever reached before the last task, minus what is left; the last task itself does not count."""
    best = acc[:-1].amax(dim=0)
    return (best - acc[-1])[:-1].mean()


def reservoir(stream, capacity, generator):
    """Algorithm R: the example that comes as number n gets one of n places, and capacity of these are in the memory."""
    kept = []
    for n, example in enumerate(stream, start=1):
        place = n - 1 if n <= capacity else torch.randint(n, (1,), generator=generator).item()
        if place < capacity:
            kept[place : place + 1] = [example]  # replaces what is there; at the end of the list it appends
    return kept


def mixed_batch(x, y, memory_x, memory_y, count, generator):
    """One set of indices for both, so that each image keeps its label; a permutation draws none twice."""
    drawn = torch.randperm(len(memory_x), generator=generator)[:count]
    return torch.cat([x, memory_x[drawn]]), torch.cat([y, memory_y[drawn]])


def fisher_diagonal(model, x):
    """Σ over the labels of p(label) · (∂ log p(label) / ∂θ)², for each example by itself, then the mean over examples."""
    parameters = list(model.parameters())
    total = [torch.zeros_like(p) for p in parameters]
    for example in x:
        log_p = model(example[None])[0].log_softmax(dim=0)
        for one in log_p:
            scores = torch.autograd.grad(one, parameters, retain_graph=True)
            total = [f + one.detach().exp() * g**2 for f, g in zip(total, scores, strict=True)]
    return [f / len(x) for f in total]


def ewc_penalty(parameters, anchor, fisher, strength):
    """A spring on each parameter, as stiff as the old task was certain of it."""
    return strength / 2 * sum((f * (p - a) ** 2).sum() for p, a, f in zip(parameters, anchor, fisher, strict=True))


def ewc_gradient(parameters, anchor, fisher, strength):
    """The pull of each spring: linear in the distance."""
    return [strength * f * (p - a) for p, a, f in zip(parameters, anchor, fisher, strict=True)]


@torch.no_grad()
def isolated_step(optimizer, parameters, masks):
    """Whatever the optimizer does with its momentum and decay, what is frozen is put back bit by bit."""
    before = [p.clone() for p in parameters]
    optimizer.step()
    for p, old, free in zip(parameters, before, masks, strict=True):
        p.copy_(torch.where(free, p, old))


why_a_falls = "c"  # the five scores of A are the same to the bit; those of B have grown past them


def posterior_gradient(theta, batch, total, prior_precision, noise_variance):
    """∇U of U = −log(prior · likelihood): the prior's pull once, the batch's as if it were all the data."""
    pull = (theta - batch).sum(dim=0) / noise_variance
    return prior_precision * theta + total / len(batch) * pull


def langevin_step(theta, gradient, step_size, noise):
    """Half a step of descent in ε, and noise of variance ε."""
    return theta - step_size / 2 * gradient + step_size**0.5 * noise


def langevin_chain(gradient_of, start, step_size, steps, generator):
    """A fresh draw for each step and each coordinate."""
    chain = [start]
    for _ in range(steps):
        noise = torch.randn(start.shape, generator=generator, dtype=start.dtype)
        chain.append(langevin_step(chain[-1], gradient_of(chain[-1]), step_size, noise))
    return torch.stack(chain)


# One step turns θ − m into a(θ − m) + √ε·noise with a = 1 − εΛ/2. A variance v that no longer changes has
# v = a²v + ε, so that v = ε / (1 − a²) = ε / (εΛ − ε²Λ²/4).
def settled_variance(precision, step_size):
    """Above the true 1/Λ, and the truth only as ε → 0; from ε = 4/Λ on, nothing settles."""
    return 1 / (precision * (1 - step_size * precision / 4))


def two_lessons(remedy, tasks, seed):
    """The remedy is made between the lessons, of the model that goes on; what is kept of the weights are copies."""
    model, (a, b) = begin(seed), tasks
    acc, told, weights = [], [], []
    for task in (a, b):
        lesson(model, task, seed, **(remedy(model, a, seed) if acc else {}))
        acc.append([accuracy(model, a), accuracy(model, b)])
        told.append(accuracy(model, a, told=True))
        weights.append([p.detach().clone() for p in model.parameters()])
    return {"acc": acc, "told": told, "weights": weights}


first_seed = 20_001
results = run_all(two_lessons, first_seed)


def figures(remedy):
    """After A and after B, A, A told and B: shape (6, 2, 3), a seed each."""
    return torch.stack([results["runs"][f"{remedy}/{first_seed + i}/records"] for i in range(6)])


def verdict(differences, down, up):
    """What six pairs say: nothing, unless luck alone would rarely say as much."""
    differences = torch.as_tensor(differences, dtype=torch.float64).tolist()
    if p_value(differences) > 0.05:
        return "no difference found"
    return down if sum(differences) < 0 else up


# Of two tasks only the first can be forgotten: what `forgetting` gives for the columns A and B is this difference.
lost = {remedy: [float(before[0] - after[0]) for before, after in figures(remedy)] for remedy in REMEDIES}
forgets = {
    remedy: verdict([a - b for a, b in zip(lost[remedy], lost["none"], strict=True)], "less", "more")
    for remedy in ("replay", "springs", "locks")
}
learns = {
    remedy: verdict(figures(remedy)[:, 1, 2] - figures("none")[:, 1, 2], "worse", "better")
    for remedy in ("replay", "springs", "locks")
}
