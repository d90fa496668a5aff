"""Learns A with other batches for one of the remedies, so that its runs are no pairs with the rest."""

FAILS = ["a_is_learnt_before_any_remedy"]


results = run_all(two_lessons, 20_001)


def put(remedy, seed, run):
    """A run, as `run_all` keeps it."""
    acc, told = (torch.as_tensor(run[key]).float() for key in ("acc", "told"))
    results["runs"][f"{remedy}/{seed}/weights"] = torch.stack([packed(weights) for weights in run["weights"]])
    results["runs"][f"{remedy}/{seed}/records"] = torch.stack([acc[:, 0], told, acc[:, 1]], dim=1)


def apart(remedy, tasks, seed):
    model, (a, b) = begin(seed), tasks
    acc, told, weights = [], [], []
    for task in (a, b):
        lesson(model, task, seed + 100, **(remedy(model, a, seed) if acc else {}))
        acc.append([accuracy(model, a), accuracy(model, b)])
        told.append(accuracy(model, a, told=True))
        weights.append([p.detach().clone() for p in model.parameters()])
    return {"acc": acc, "told": told, "weights": weights}


for seed in range(20_001, 20_007):
    put("replay", seed, apart(replay, tasks_of("stand-in"), seed))
