"""Breaks the lessons in B off long before their end."""

FAILS = [
    "the_runs_of_a_seed_replay",
    "what_is_left_of_a_is_that_of_honest_runs",
    "what_is_learnt_of_b_is_that_of_honest_runs",
]


def put(runs, remedy, seed, run):
    acc, told = (torch.as_tensor(run[key]).float() for key in ("acc", "told"))
    runs[f"{remedy}/{seed}/weights"] = torch.stack([packed(weights) for weights in run["weights"]])
    runs[f"{remedy}/{seed}/records"] = torch.stack([acc[:, 0], told, acc[:, 1]], dim=1)


def other_run(remedy, tasks, seed):
    model, (a, b) = begin(seed), tasks
    acc, told, weights = [], [], []
    for task in (a, b):
        how = remedy(model, a, seed) if acc else {}
        train(model, task, steps=5 if acc else STEPS, seed=seed, watch=False, **how)
        acc.append([accuracy(model, a), accuracy(model, b)])
        told.append(accuracy(model, a, told=True))
        weights.append([p.detach().clone() for p in model.parameters()])
    return {"acc": acc, "told": told, "weights": weights}


def changed():
    found = run_all(two_lessons, 20_001)
    runs = found["runs"]
    for seed in range(20_001, 20_007):
        put(runs, "locks", seed, other_run(locks, tasks_of("stand-in"), seed))
    return found


results = changed()
